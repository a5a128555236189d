#include "act/here.hpp"

#include <optional>

#include "inventory/description.hpp"

namespace pgmahout::act {

namespace {

std::optional<std::size_t> find_self(const model::Cluster& cluster, const std::string& name) {
  ports::local::NetworkDevices devices;
  for (std::size_t index = 0; index < cluster.nodes.size(); ++index) {
    const auto& node = cluster.nodes[index];
    if (name.empty() ? !devices.device_with(node.address).empty() : node.name == name) return index;
  }
  return std::nullopt;
}

ports::local::ServerPlace place_of(const model::Cluster& cluster, const model::Node& self) {
  const auto layout = model::layout_of(cluster, self);
  return {.node = self.name,
          .data_directory = cluster.postgresql.data_directory,
          .socket = layout.postgresql_socket,
          .binaries = layout.postgresql_bin,
          .systemctl = layout.systemctl_command,
          .unit = layout.postgresql_service};
}

}  // namespace

model::Result<HereOptions> take_options(std::vector<std::string>& arguments) {
  HereOptions options;
  while (!arguments.empty() && arguments.front().starts_with("--")) {
    const std::string option = arguments.front();
    if ((option != "--cluster" && option != "--node") || arguments.size() < 2)
      return std::unexpected(
          model::Error{.kind = model::ErrorKind::usage,
                       .what = "unknown option, or one without its value: " + option,
                       .hint = "the options are --cluster FILE and --node NAME"});
    (option == "--cluster" ? options.description : options.node) = arguments[1];
    arguments.erase(arguments.begin(), arguments.begin() + 2);
  }
  return options;
}

Here::Here(model::Cluster cluster, std::size_t self, spdlog::logger& log)
    : cluster_(std::move(cluster)),
      self_(self),
      layout_(model::layout_of(cluster_, cluster_.nodes.at(self))),
      log_(log),
      server_(shell_, place_of(cluster_, cluster_.nodes.at(self))),
      pgpool_(layout_),
      store_(layout_.state) {}

model::Result<std::unique_ptr<Here>> Here::open(const HereOptions& options, spdlog::logger& log) {
  auto cluster = inventory::load_description(options.description);
  if (!cluster) return std::unexpected(cluster.error());
  const auto self = find_self(*cluster, options.node);
  if (!self)
    return std::unexpected(model::Error{
        .kind = model::ErrorKind::invalid,
        .what = options.node.empty()
                    ? "no address of this machine is that of a node in " + options.description
                    : "there is no node " + options.node + " in " + options.description,
        .hint = "is the network up, and was site.yml run after the last change of addresses?"});
  return std::unique_ptr<Here>(new Here(std::move(*cluster), *self, log));
}

Context Here::context(const ports::Deadline& deadline) {
  return {.cluster = cluster_,
          .self = cluster_.nodes.at(self_),
          .layout = layout_,
          .shell = shell_,
          .sql = sql_,
          .server = server_,
          .pgpool = pgpool_,
          .addresses = addresses_,
          .store = store_,
          .crew = crew_,
          .deadline = deadline,
          .log = log_};
}

}  // namespace pgmahout::act
