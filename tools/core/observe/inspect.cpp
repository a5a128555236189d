#include "observe/inspect.hpp"

#include <future>

#include "model/fence.hpp"
#include "observe/inspect_parts.hpp"
#include "ports/files.hpp"

namespace pgmahout::observe {

namespace {

std::string first_line(const std::string& path) {
  const auto text = ports::read_file(path);
  return text ? text->substr(0, text->find('\n')) : std::string();
}

// An empty reason is told in some words, for an empty text says that it is not fenced.
std::string why_fenced(const model::Layout& layout) {
  const auto text = ports::read_file(layout.state + "/" + model::kFenceRecord);
  if (!text) return {};
  const auto fence = model::parse_fence(*text);
  return fence.reason.empty() ? "no reason is noted" : fence.reason;
}

void add_machine(const InspectRequest& request, model::NodeInspection& node) {
  const model::Layout layout = layout_for(request);
  node.facts = inspect_facts(request.address);
  node.addresses = inspect_addresses();
  node.pgpool_node_id = first_line(layout.pgpool_conf + "/pgpool_node_id");
  node.fenced = why_fenced(layout);
  node.kernel = inspect_kernel(request.kernel);
  node.groups = inspect_groups();
  node.files.push_back(inspect_file(layout.state));
  node.files.push_back(inspect_file(layout.linger));
  for (const std::string& path : request.files) node.files.push_back(inspect_file(path));
  for (auto& file : inspect_folder(layout.libexec)) node.files.push_back(std::move(file));
  const auto passwords = ports::read_file(layout.pgpool_conf + "/pool_passwd");
  if (passwords) node.pool_passwords = parse_pool_passwords(*passwords);
}

}  // namespace

model::NodeInspection inspect(const InspectRequest& request, const InspectPorts& ports,
                              const ports::Deadline& deadline) {
  // Heartbeats are counted while everything else is asked: listening takes the longest.
  auto heartbeat =
      std::async(std::launch::async, [&] { return inspect_heartbeat(request, deadline); });
  model::NodeInspection node{.agent_version = PGMAHOUT_VERSION};
  add_machine(request, node);
  node.units = inspect_units(layout_for(request), ports.shell, deadline);
  node.postgresql = inspect_postgresql(request, ports.sql, deadline);
  node.pgpool = inspect_pgpool(request, ports.sql, deadline);
  node.watchdog = inspect_watchdog(request, ports.shell, deadline);
  node.logins = inspect_logins(request, ports.login, deadline);
  node.heartbeat = heartbeat.get();
  return node;
}

}  // namespace pgmahout::observe
