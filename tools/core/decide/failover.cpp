#include "decide/failover.hpp"

#include <algorithm>
#include <functional>
#include <tuple>

namespace pgmahout::decide {

namespace {

FailoverDecision nothing(std::string reason) {
  return {.action = FailoverAction::nothing, .reason = std::move(reason)};
}

const model::NodeState* find(const model::Observation& observation, int id) {
  const auto found = std::ranges::find(observation.nodes, id, &model::NodeState::id);
  return found == observation.nodes.end() ? nullptr : &*found;
}

bool accepts_writes(const model::NodeState& node) {
  return node.server && !node.server->in_recovery;
}

bool is_standby(const model::NodeState& node) { return node.server && node.server->in_recovery; }

}  // namespace

std::vector<int> order_candidates(const PgpoolCall& call, const model::Observation& observation) {
  std::vector<const model::NodeState*> standbys;
  for (const auto& node : observation.nodes)
    if (is_standby(node) && node.id != call.node_id) standbys.push_back(&node);
  const auto rank = [&](const model::NodeState* node) {
    const auto position = node->server->position();
    // Greatest first; of equals the proposed one, then the lowest id.
    return std::tuple(position.timeline, position.lsn, node->id == call.new_main_id, -node->id);
  };
  std::ranges::sort(standbys, std::greater{}, rank);
  std::vector<int> ids;
  for (const auto* node : standbys) ids.push_back(node->id);
  return ids;
}

FailoverDecision decide_failover(const PgpoolCall& call, const model::Observation& observation) {
  if (call.new_main_id < 0) return nothing("Pgpool-II has no node left that is up");
  for (const auto& node : observation.nodes)
    if (accepts_writes(node) && node.id != call.node_id)
      return nothing(node.name + " is primary already");
  const model::NodeState* lost = find(observation, call.node_id);
  if (lost == nullptr) return nothing("Pgpool-II speaks of a node that the cluster does not have");
  if (is_standby(*lost)) return nothing(lost->name + " is a standby: no promotion for it");
  // %P is -1 also when Pgpool-II never knew the primary, so only another node's id is telling.
  if (!accepts_writes(*lost) && call.old_primary_id >= 0 && call.old_primary_id != call.node_id)
    return nothing(lost->name + " was a standby, and the primary was not reported lost");
  auto candidates = order_candidates(call, observation);
  if (candidates.empty()) return nothing("no standby answers: nobody can be promoted");
  return {.action = FailoverAction::promote,
          .reason = lost->name + " is lost and no node is primary",
          .old_primary_runs = accepts_writes(*lost),
          .candidates = std::move(candidates)};
}

}  // namespace pgmahout::decide
