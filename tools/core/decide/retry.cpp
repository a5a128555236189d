#include "decide/retry.hpp"

#include <algorithm>
#include <vector>

namespace pgmahout::decide {

namespace {

std::vector<int> silent_nodes(const model::Observation& seen) {
  std::vector<int> ids;
  for (const auto& node : seen.nodes)
    if (!node.server) ids.push_back(node.id);
  return ids;
}

std::optional<int> lost_of(const RetryQuestion& question) {
  const auto silent = silent_nodes(question.seen);
  if (silent.size() == 1) return silent.front();
  for (const int id : {question.followed.value_or(-1), question.self})
    if (std::ranges::find(silent, id) != silent.end()) return id;
  return std::nullopt;
}

}  // namespace

std::optional<PgpoolCall> failover_to_retry(const RetryQuestion& question) {
  const auto& nodes = question.seen.nodes;
  const auto leads = [](const auto& node) { return node.server && !node.server->in_recovery; };
  if (std::ranges::any_of(nodes, leads)) return std::nullopt;
  const auto answering =
      std::ranges::find_if(nodes, [](const auto& node) { return node.server.has_value(); });
  const auto lost = lost_of(question);
  if (answering == nodes.end() || !lost) return std::nullopt;
  return PgpoolCall{.node_id = *lost, .new_main_id = answering->id, .old_primary_id = *lost};
}

}  // namespace pgmahout::decide
