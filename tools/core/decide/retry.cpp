#include "decide/retry.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace pgmahout::decide {

namespace {

using Nodes = std::vector<model::NodeState>;

Nodes silent_nodes(const model::Observation& seen) {
  Nodes silent;
  std::ranges::copy_if(seen.nodes, std::back_inserter(silent),
                       [](const auto& node) { return !node.server; });
  return silent;
}

// A failover has left its standbys frozen, and they know whose they were.
std::optional<int> silent_and_left(const model::Observation& seen) {
  for (const auto& silent : silent_nodes(seen))
    for (const auto& node : seen.nodes)
      if (node.is_standby() && node.server->followed == silent.name) return silent.id;
  return std::nullopt;
}

std::optional<int> lost_of(const RetryQuestion& question) {
  if (const auto* followed = silent_and_followed(question.seen)) return followed->id;
  const auto silent = silent_nodes(question.seen);
  if (silent.size() == 1) return silent.front().id;
  if (const auto left = silent_and_left(question.seen)) return left;
  const auto self = std::ranges::find(silent, question.self, &model::NodeState::id);
  return self == silent.end() ? std::nullopt : std::optional(self->id);
}

}  // namespace

std::optional<PgpoolCall> failover_to_retry(const RetryQuestion& question) {
  const auto& nodes = question.seen.nodes;
  const auto leads = [](const auto& node) { return node.accepts_writes(); };
  if (std::ranges::any_of(nodes, leads)) return std::nullopt;
  const auto answering =
      std::ranges::find_if(nodes, [](const auto& node) { return node.server.has_value(); });
  const auto lost = lost_of(question);
  if (answering == nodes.end() || !lost) return std::nullopt;
  return PgpoolCall{.node_id = *lost, .new_main_id = answering->id, .old_primary_id = *lost};
}

}  // namespace pgmahout::decide
