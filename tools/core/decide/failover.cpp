#include "decide/failover.hpp"

#include <algorithm>

#include "decide/present_primary.hpp"

namespace pgmahout::decide {

namespace {

FailoverDecision nothing(std::string reason) {
  return {.action = FailoverAction::nothing, .reason = std::move(reason)};
}

// A WAL receiver that runs is not enough: it waits wal_receiver_timeout before it gives up.
bool hears(const model::NodeState& standby, const model::NodeState& primary,
           std::int64_t fresh_ms) {
  return standby.is_standby() && standby.server->receiving &&
         standby.server->sender == primary.name &&
         standby.server->heard_ms_ago.value_or(fresh_ms) < fresh_ms;
}

// %P is -1 also when Pgpool-II never knew the primary, so only another node's id is telling; and
// that one not when it says itself that it is a standby: then a change of primary was missed.
bool knows_another_primary(const PgpoolCall& call, const model::Observation& observation) {
  if (call.old_primary_id < 0 || call.old_primary_id == call.node_id) return false;
  const auto known =
      std::ranges::find(observation.nodes, call.old_primary_id, &model::NodeState::id);
  return known == observation.nodes.end() || !known->is_standby();
}

}  // namespace

// Whichever that is, it may be the primary: Pgpool-II may report a standby without knowing the
// primary, or one that was replaced since.
std::optional<HeardElsewhere> heard_elsewhere(const model::Observation& observation,
                                              std::int64_t fresh_ms) {
  for (const auto& silent : observation.nodes) {
    if (silent.server) continue;
    for (const auto& witness : observation.nodes)
      if (hears(witness, silent, fresh_ms)) return HeardElsewhere{&silent, &witness};
  }
  return std::nullopt;
}

const model::NodeState* silent_and_followed(const model::Observation& observation) {
  const model::NodeState* followed = nullptr;
  model::Timeline newest;
  for (const auto& node : observation.nodes) {
    if (!node.server || node.server->timeline <= newest) continue;
    const auto found =
        std::ranges::find(observation.nodes, node.server->follows, &model::NodeState::name);
    if (found == observation.nodes.end() || found->server) continue;
    followed = &*found;
    newest = node.server->timeline;
  }
  return followed;
}

const model::NodeState* told_to_promote(const model::Observation& observation, int lost_id) {
  const auto found = std::ranges::find_if(observation.nodes, [&](const model::NodeState& node) {
    return node.id != lost_id && node.is_standby() && node.server->promoting;
  });
  return found == observation.nodes.end() ? nullptr : &*found;
}

const model::NodeState* writer_beside(const model::Observation& observation, int lost_id) {
  const auto found = std::ranges::find_if(observation.nodes, [&](const model::NodeState& node) {
    return node.id != lost_id && node.accepts_writes() &&
           std::ranges::none_of(observation.nodes, [&](const model::NodeState& standby) {
             return standby.id != lost_id && standby.is_standby() &&
                    standby.server->timeline > node.server->timeline;
           });
  });
  return found == observation.nodes.end() ? nullptr : &*found;
}

std::string too_few_hosts(const model::Replication& replication, std::size_t silent_hosts,
                          std::size_t nodes) {
  if (replication.durability == model::Durability::required || 2 * silent_hosts <= nodes) return "";
  return std::to_string(silent_hosts) + " of " + std::to_string(nodes) +
         " hosts are silent here, or cannot be frozen: this may be the smaller part of a network "
         "that is cut";
}

bool too_few_standbys(const model::Observation& seen, int lost_id,
                      const model::Replication& replication) {
  const auto answered = std::ranges::count_if(seen.nodes, [&](const model::NodeState& node) {
    return node.id != lost_id && node.is_standby();
  });
  if (answered == 0) return true;
  const auto others = static_cast<int>(seen.nodes.size()) - 1;
  return replication.durability == model::Durability::required &&
         static_cast<int>(answered) + replication.confirmations <= others;
}

std::string may_be_replaced_already(const model::LossVerdict& verdict, bool was_fenced_before,
                                    std::size_t silent_others) {
  if (verdict.loss == model::Loss::none || !was_fenced_before || silent_others == 0) return "";
  return "the old primary had been fenced before, and may have been replaced by a node that does "
         "not answer here";
}

FailoverDecision decide_failover(const PgpoolCall& call, const model::Observation& observation,
                                 const model::Replication& replication, std::int64_t fresh_ms) {
  const auto lost = std::ranges::find(observation.nodes, call.node_id, &model::NodeState::id);
  if (lost == observation.nodes.end())
    return nothing("Pgpool-II speaks of a node that the cluster does not have");
  if (const auto* primary = present_primary(observation, replication, lost->id))
    return {.action = FailoverAction::nothing,
            .reason = primary->name + " is primary already",
            .present_primary = primary->id};
  if (lost->is_standby()) return nothing(lost->name + " is a standby: no promotion for it");
  if (call.new_main_id < 0 && lost->accepts_writes())
    return nothing("Pgpool-II calls all nodes down, but " + lost->name + " accepts writes");
  if (knows_another_primary(call, observation) &&
      !is_present_primary(*lost, observation, replication))
    return nothing(lost->name + " was not the primary, and the primary was not reported lost");
  const auto* followed = silent_and_followed(observation);
  if (followed != nullptr && followed->id != lost->id && !lost->server)
    return nothing(lost->name + " was not the primary: " + followed->name +
                   ", which does not answer either, was followed last");
  if (const auto* next = told_to_promote(observation, lost->id))
    return {.action = FailoverAction::wait,
            .reason = next->name + " has been told to promote itself already"};
  if (const auto* writer = writer_beside(observation, lost->id); writer && lost->accepts_writes())
    return {.action = FailoverAction::wait,
            .reason = writer->name + " was promoted by hand and accepts writes still"};
  if (const auto heard = heard_elsewhere(observation, fresh_ms))
    return {.action = FailoverAction::wait,
            .reason = heard->witness->name + " still hears " + heard->silent->name +
                      ", which does not answer here"};
  return {.action = FailoverAction::replace,
          .reason = lost->name + " is lost and no node is primary",
          .old_primary_answers = lost->accepts_writes()};
}

}  // namespace pgmahout::decide
