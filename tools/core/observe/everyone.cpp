#include "observe/everyone.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "observe/server.hpp"

namespace pgmahout::observe {

namespace {

std::string name_at(const model::Cluster& cluster, const std::string& address) {
  const auto found = std::ranges::find(cluster.nodes, address, &model::Node::address);
  return found == cluster.nodes.end() ? "" : found->name;
}

}  // namespace

model::NodeState node_state(const model::Cluster& cluster, const model::Node& node,
                            const model::Result<model::ServerState>& answer) {
  model::NodeState seen{.name = node.name, .id = node.id};
  if (!answer) {
    seen.silence = answer.error();
    return seen;
  }
  seen.server = *answer;
  seen.server->sender = name_at(cluster, answer->sender_host);
  seen.server->follows = name_at(cluster, answer->follows_host);
  seen.server->followed = name_at(cluster, answer->followed_host);
  return seen;
}

model::Observation ask_everyone(const Everyone& everyone) {
  return {ports::at_once(everyone.crew, everyone.cluster.nodes, [&](const model::Node& node) {
    return node_state(
        everyone.cluster, node,
        ask_server(everyone.sql, everyone.target_of(node), everyone.deadline_of(node)));
  })};
}

std::string out_of_reach(const model::Observation& seen) {
  const auto found = std::ranges::find_if(seen.nodes, [](const model::NodeState& node) {
    return node.silence && is_out_of_reach(*node.silence);
  });
  return found == seen.nodes.end() ? "" : found->name;
}

std::string to_string(const model::NodeState& node) {
  if (!node.server)
    return fmt::format("node={} silent: {}", node.name, node.silence ? node.silence->what : "");
  const auto position = node.server->position();
  return fmt::format("node={} role={} timeline={} lsn={} from={}", node.name,
                     node.server->in_recovery ? "standby" : "primary", position.timeline.number,
                     model::to_string(position.lsn),
                     node.server->receiving ? node.server->sender_host : "-");
}

}  // namespace pgmahout::observe
