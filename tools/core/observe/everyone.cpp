#include "observe/everyone.hpp"

#include <fmt/format.h>

#include <future>

#include "observe/server.hpp"

namespace pgmahout::observe {

model::Observation ask_everyone(
    ports::Sql& sql, const model::Cluster& cluster,
    const std::function<ports::SqlTarget(const model::Node&)>& target_of,
    const ports::Deadline& deadline) {
  std::vector<std::future<model::Result<model::ServerState>>> asked;
  for (const auto& node : cluster.nodes)
    asked.push_back(std::async(std::launch::async, [&sql, &deadline, target = target_of(node)] {
      return ask_server(sql, target, deadline);
    }));
  model::Observation observation;
  for (std::size_t index = 0; index < asked.size(); ++index) {
    const auto& node = cluster.nodes[index];
    auto answer = asked[index].get();
    auto& seen = observation.nodes.emplace_back(model::NodeState{node.name, node.id, {}, {}});
    if (answer)
      seen.server = *answer;
    else
      seen.silence = answer.error();
  }
  return observation;
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
