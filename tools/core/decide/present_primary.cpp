#include "decide/present_primary.hpp"

#include <algorithm>

namespace pgmahout::decide {

namespace {

using model::NodeState;

bool left_behind_by(const NodeState& node, const NodeState& other) {
  return other.server && other.server->timeline > node.server->timeline &&
         lineage_of(other.server->position(), other.server->history, node.server->history) ==
             model::Lineage::unknown;
}

// Two promotions that took one number, of which one may have been by hand.
bool rivals(const NodeState& one, const NodeState& other) {
  return one.id != other.id && other.accepts_writes() &&
         one.server->timeline == other.server->timeline;
}

bool confirmations_prove_something(const model::Replication& replication) {
  return replication.synchronous != model::Synchronous::off &&
         replication.durability == model::Durability::required;
}

}  // namespace

bool keeps_its_standbys(const NodeState& primary, const model::Observation& observation,
                        const model::Replication& replication) {
  if (!primary.accepts_writes() || !confirmations_prove_something(replication)) return false;
  const auto followers = std::ranges::count_if(observation.nodes, [&](const NodeState& node) {
    return node.is_standby() && !node.server->promoting &&
           node.server->timeline <= primary.server->timeline &&
           node.server->follows == primary.name;
  });
  return followers >= replication.confirmations;
}

bool lacks_what_was_confirmed(const NodeState& node, const model::Observation& observation,
                              const model::Replication& replication) {
  if (!node.server || !confirmations_prove_something(replication)) return false;
  const auto ahead = std::ranges::count_if(observation.nodes, [&](const NodeState& other) {
    return other.is_standby() && !other.server->confirmed_to().empty() &&
           other.server->confirmed_to() != node.name &&
           lineage_of(other.server->position(), other.server->history, node.server->history) ==
               model::Lineage::diverged;
  });
  return ahead >= replication.confirmations;
}

bool is_left_behind(const NodeState& node, const model::Observation& observation,
                    const model::Replication& replication) {
  if (!node.server || confirmations_prove_something(replication)) return false;
  return std::ranges::any_of(observation.nodes, [&](const NodeState& other) {
    return other.id != node.id && left_behind_by(node, other);
  });
}

bool is_present_primary(const NodeState& node, const model::Observation& observation,
                        const model::Replication& replication) {
  if (!node.accepts_writes()) return false;
  const auto keeps = [&](const NodeState& primary) {
    return keeps_its_standbys(primary, observation, replication);
  };
  if (lacks_what_was_confirmed(node, observation, replication) && !keeps(node)) return false;
  return std::ranges::none_of(observation.nodes, [&](const NodeState& other) {
    if (left_behind_by(node, other)) return !keeps(node) || keeps(other);
    const bool replaced = other.accepts_writes() && left_behind_by(other, node);
    return (replaced || rivals(node, other)) && keeps(other) && !keeps(node);
  });
}

const NodeState* present_primary(const model::Observation& observation,
                                 const model::Replication& replication, int lost_id) {
  for (const auto& node : observation.nodes)
    if (node.id != lost_id && is_present_primary(node, observation, replication)) return &node;
  return nullptr;
}

}  // namespace pgmahout::decide
