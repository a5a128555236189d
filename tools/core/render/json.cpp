#include "render/json.hpp"

#include "model/description.hpp"
#include "model/layout.hpp"
#include "model/synchronous.hpp"
#include "render/roles.hpp"

namespace pgmahout::render {

namespace {

using nlohmann::json;

json to_json(const model::Layout& layout) {
  return {{"postgresql_bin", layout.postgresql_bin},
          {"postgresql_conf", layout.postgresql_conf},
          {"postgresql_service", layout.postgresql_service},
          {"postgresql_socket", layout.postgresql_socket},
          {"postgres_home", layout.postgres_home},
          {"pgpool_conf", layout.pgpool_conf},
          {"pgpool_service", layout.pgpool_service},
          {"pgpool_bin", layout.pgpool_bin},
          {"pcp_bin", layout.pcp_bin},
          {"pgpool_pid_file", layout.pgpool_pid_file},
          {"pgpool_log", layout.pgpool_log},
          {"pgpool_conf_group", layout.pgpool_conf_group},
          {"libexec", layout.libexec},
          {"etc", layout.etc},
          {"state", layout.state},
          {"guard_service", layout.guard_service},
          {"heal_service", layout.heal_service},
          {"network_conf", layout.network_conf},
          {"linger", layout.linger},
          {"ip_command", layout.ip_command},
          {"arping_command", layout.arping_command},
          {"ss_command", layout.ss_command},
          {"systemctl_command", layout.systemctl_command}};
}

json to_json(const model::Node& node) {
  return {{"name", node.name},
          {"id", node.id},
          {"address", node.address},
          {"slot_name", node.slot_name},
          {"initial_primary", node.initial_primary}};
}

json without_content(const RenderedFile& file) {
  return {{"stage", to_string(file.stage)},
          {"destination", file.destination},
          {"owner", file.owner},
          {"group", file.group},
          {"mode", file.mode},
          {"secret", file.secret},
          {"on_change", to_string(file.on_change)},
          {"validate", file.validate}};
}

json users(const model::Cluster& cluster) {
  json list = json::array();
  for (const auto& user : roles_of(cluster))
    list.push_back({{"name", user.name},
                    {"password", user.password.reveal()},
                    {"attributes", user.attributes},
                    {"groups", user.groups}});
  return list;
}

json databases(const model::Cluster& cluster) {
  json list = json::array();
  for (const auto& database : databases_of(cluster))
    list.push_back({{"name", database.name}, {"owner", database.owner}});
  return list;
}

json extensions(const model::Cluster& cluster) {
  json list = json::array();
  for (const auto& extension : extensions_of(cluster))
    list.push_back({{"name", extension.name}, {"database", extension.database}});
  return list;
}

}  // namespace

json manifest(const RenderedHost& host) {
  json files = json::array();
  for (const auto& file : host.files) files.push_back(without_content(file));
  return {{"node", to_json(*host.node)}, {"files", files}};
}

json to_json(const model::Cluster& cluster, const std::vector<RenderedHost>& hosts) {
  json by_name = json::object();
  for (const auto& host : hosts) {
    json files = json::array();
    for (const auto& file : host.files) {
      json entry = without_content(file);
      entry["content"] = file.content;
      files.push_back(std::move(entry));
    }
    json node = to_json(*host.node);
    node["synchronous_standby_names"] = model::synchronous_names(cluster, *host.node);
    by_name[host.node->name] = {{"layout", to_json(model::layout_of(cluster, *host.node))},
                                {"node", std::move(node)},
                                {"files", std::move(files)}};
  }
  return {{"cluster", model::to_json(cluster)},
          {"users", users(cluster)},
          {"databases", databases(cluster)},
          {"extensions", extensions(cluster)},
          {"hosts", std::move(by_name)}};
}

model::Result<std::vector<RenderedHost>> render_hosts(const model::Cluster& cluster,
                                                      const std::string& host) {
  if (!host.empty() && cluster.find(host) == nullptr)
    return std::unexpected(model::Error{.kind = model::ErrorKind::usage,
                                        .what = "the cluster has no node " + host,
                                        .hint = "name it as the inventory does"});
  std::vector<RenderedHost> hosts;
  for (const auto& node : cluster.nodes) {
    if (!host.empty() && node.name != host) continue;
    auto files = render_host(cluster, node);
    if (!files) return std::unexpected(files.error());
    hosts.push_back({&node, std::move(*files)});
  }
  return hosts;
}

}  // namespace pgmahout::render
