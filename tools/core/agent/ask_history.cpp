#include "agent/ask_history.hpp"

#include "observe/history_json.hpp"

namespace pgmahout::agent {

namespace {

model::Result<model::NodeHistory> history_of(const Reach& reach, const model::Node& node,
                                             const ports::Deadline& deadline) {
  const auto answer = call(reach, node, {{"operation", "history"}}, deadline);
  if (!answer) return std::unexpected(answer.error());
  return observe::history_from_json(*answer, node.name);
}

}  // namespace

model::NodeHistories ask_history(const Reach& reach, ports::Crew& crew,
                                 const model::Cluster& cluster, const ports::Deadline& deadline) {
  const auto answers = ports::at_once(crew, cluster.nodes, [&](const model::Node& node) {
    return history_of(reach, node, deadline);
  });
  model::NodeHistories histories;
  for (std::size_t index = 0; index < cluster.nodes.size(); ++index)
    histories.emplace(cluster.nodes[index].name, answers[index]);
  return histories;
}

}  // namespace pgmahout::agent
