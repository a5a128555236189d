#include "access.hpp"

#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "act/context.hpp"
#include "agent/controller.hpp"
#include "inventory/description.hpp"
#include "ports/local/network_devices.hpp"

namespace pgmahout::cli {

namespace {

constexpr const char* kUser = "postgres";

std::unexpected<model::Errors> refused(const std::string& what, const std::string& hint) {
  return std::unexpected(
      model::Errors{{.kind = model::ErrorKind::refused, .what = what, .hint = hint}});
}

// The key of the nodes is postgres' alone. Programs that are run here must not look into what is
// root's: the directory it stands in, its home.
std::expected<void, model::Errors> become_postgres() {
  const passwd* user = getpwnam(kUser);
  if (user == nullptr) return refused("this machine has no user postgres", "give -i INVENTORY");
  if (geteuid() == user->pw_uid) return {};
  if (geteuid() != 0)
    return refused("on a node only root and postgres may ask the other nodes",
                   "run it with sudo, or give -i INVENTORY");
  if (chdir("/") == 0 && initgroups(kUser, user->pw_gid) == 0 && setgid(user->pw_gid) == 0 &&
      setuid(user->pw_uid) == 0 && setenv("HOME", user->pw_dir, 1) == 0)
    return {};
  return refused(std::string("cannot become postgres: ") + std::strerror(errno), "");
}

std::expected<Access, model::Errors> from_controller(const AccessOptions& options) {
  auto cluster = inventory::load_cluster(options.load);
  if (!cluster) return std::unexpected(cluster.error());
  Access access{.cluster = std::move(*cluster), .reach = {.argv = agent::controller_argv()}};
  for (const auto& node : access.cluster.nodes)
    access.reach.targets.push_back(agent::controller_target(access.cluster, node));
  return access;
}

// Nobody, when its address is down: then it answers like the others or not at all.
const model::Node* find_self(const model::Cluster& cluster) {
  ports::local::NetworkDevices devices;
  for (const auto& node : cluster.nodes)
    if (!devices.device_with(node.address).empty()) return &node;
  return nullptr;
}

std::expected<Access, model::Errors> from_node(const AccessOptions& options) {
  if (std::error_code failure; !std::filesystem::exists(options.description, failure) && !failure)
    return std::unexpected(
        model::Errors{{.kind = model::ErrorKind::usage,
                       .what = "this machine is no node: it has no " + options.description,
                       .hint = "give -i INVENTORY"}});
  if (auto done = become_postgres(); !done) return std::unexpected(done.error());
  auto cluster = inventory::load_description(options.description);
  if (!cluster) return std::unexpected(model::Errors{cluster.error()});
  Access access{.cluster = std::move(*cluster)};
  access.reach.argv = {model::Layout{}.libexec + "/node"};
  const auto* self = find_self(access.cluster);
  const auto layout =
      model::layout_of(access.cluster, self != nullptr ? *self : access.cluster.nodes.front());
  for (const auto& node : access.cluster.nodes)
    access.reach.targets.push_back(&node == self ? ports::Target{.node = node.name, .ssh = {}}
                                                 : act::agent_of(layout, node));
  return access;
}

}  // namespace

std::expected<Access, model::Errors> open_access(const AccessOptions& options) {
  return options.load.inventory.empty() ? from_node(options) : from_controller(options);
}

}  // namespace pgmahout::cli
