#include "access.hpp"

#include <filesystem>

#include "act/context.hpp"
#include "agent/ask_status.hpp"
#include "inventory/description.hpp"
#include "ports/local/become.hpp"
#include "ports/local/network_devices.hpp"

namespace pgmahout::cli {

namespace {

constexpr const char* kDescription = "/etc/pgmahout/cluster.json";

const model::Node* find_self(const model::Cluster& cluster) {
  ports::local::NetworkDevices devices;
  for (const auto& node : cluster.nodes)
    if (!devices.device_with(node.address).empty()) return &node;
  return nullptr;
}

}  // namespace

void add_access(CLI::App& command, AccessOptions& options) {
  command.add_option("-i,--inventory", options.load.inventory,
                     "Inventory file or directory; without it the cluster of this node");
  command.add_option("--vault-password-file", options.load.vault_password_file,
                     "File with the vault's password");
}

std::expected<std::unique_ptr<Access>, model::Errors> Access::open(const AccessOptions& options) {
  std::unique_ptr<Access> access(new Access());
  if (options.load.inventory.empty()) {
    if (const auto opened = access->open_here(); !opened)
      return std::unexpected(model::Errors{opened.error()});
    return access;
  }
  auto cluster = inventory::load_cluster(options.load);
  if (!cluster) return std::unexpected(cluster.error());
  access->cluster_ = std::move(*cluster);
  return access;
}

// The agents of the other nodes let in nobody but the user postgres, with that user's key.
model::Result<void> Access::open_here() {
  if (std::error_code failure; !std::filesystem::exists(kDescription, failure) && !failure)
    return std::unexpected(model::Error{
        .kind = model::ErrorKind::usage,
        .what = std::string("this machine is no node of a cluster: it has no ") + kDescription,
        .hint = "name the inventory with -i"});
  if (const auto done = ports::local::become("postgres"); !done) return done;
  auto cluster = inventory::load_description(kDescription);
  if (!cluster) return std::unexpected(cluster.error());
  cluster_ = std::move(*cluster);
  self_ = find_self(cluster_);
  here_ = true;
  return {};
}

model::Reports Access::look(std::stop_token stop, ports::Duration patience) {
  return agent::ask_status(reach(), crew_, cluster_,
                           ports::Deadline(clock_, patience, std::move(stop)));
}

agent::Reach Access::reach() {
  if (!here_) return agent::from_controller(shell_, cluster_);
  const auto layout =
      model::layout_of(cluster_, self_ != nullptr ? *self_ : cluster_.nodes.front());
  const auto target_of = [this, layout](const model::Node& node) {
    if (&node == self_) return ports::Target{.node = node.name, .ssh = {}};
    return act::agent_of(layout, node);
  };
  return {.shell = shell_, .target_of = target_of, .argv = {layout.libexec + "/node"}};
}

}  // namespace pgmahout::cli
