#include <algorithm>

#include "decide/verify/rules.hpp"
#include "model/synchronous.hpp"

namespace pgmahout::decide {

namespace {

using model::PostgresqlState;
using model::Verdict;

std::vector<const model::Node*> others(const Situation& situation, const model::Node& primary) {
  std::vector<const model::Node*> found;
  for (const model::Node& node : situation.cluster.nodes)
    if (node.name != primary.name) found.push_back(&node);
  return found;
}

const model::ReplicationRow* row_of(const PostgresqlState& primary, const std::string& name) {
  const auto row =
      std::ranges::find(primary.replication, name, &model::ReplicationRow::application_name);
  return row == primary.replication.end() ? nullptr : &*row;
}

void judge_slot(const PostgresqlState& primary, const model::Node& standby, Outcome& outcome) {
  const auto slot = std::ranges::find(primary.slots, standby.slot_name, &model::SlotRow::name);
  if (slot == primary.slots.end())
    return outcome.fail("slot " + standby.slot_name + " of " + standby.name + " is missing");
  if (!slot->active) outcome.fail("slot " + slot->name + " of " + standby.name + " is not in use");
  if (slot->wal_status == "lost" || slot->wal_status == "unreserved")
    outcome.fail("slot " + slot->name + " has wal_status " + slot->wal_status);
}

// A slot that nobody reads keeps WAL for ever, or until max_slot_wal_keep_size kills it.
void judge_orphans(const PostgresqlState& state, const std::vector<std::string>& wanted,
                   Outcome& outcome) {
  for (const model::SlotRow& slot : state.slots)
    if (slot.physical && !slot.active && !slot.temporary &&
        std::ranges::find(wanted, slot.name) == wanted.end())
      outcome.fail("orphan slot " + slot.name + " keeps WAL for nobody");
}

Outcome judge_primary_slots(const Situation& situation, const Answered& primary,
                            const PostgresqlState& state) {
  Outcome outcome;
  std::vector<std::string> wanted;
  for (const model::Node* standby : others(situation, primary.node)) {
    wanted.push_back(standby->slot_name);
    judge_slot(state, *standby, outcome);
  }
  judge_orphans(state, wanted, outcome);
  return outcome;
}

}  // namespace

Outcome judge_one_primary(const Situation& situation) {
  Outcome outcome =
      each_postgresql(situation, [](const Answered&, const PostgresqlState&) { return Outcome{}; });
  const std::vector<Answered> found = primaries(situation);
  for (const Answered& primary : found) outcome.note(primary.node.name + " is primary");
  if (found.size() > 1) outcome.fail("more than one node is out of recovery: split brain");
  // A node that did not answer may be the primary, so "none" is known only when all answered.
  if (found.empty() && outcome.verdict != Verdict::no_answer)
    outcome.fail("every PostgreSQL that answered is in recovery: there is no primary");
  return outcome;
}

Outcome judge_timeline(const Situation& situation) {
  const std::vector<Answered> found = primaries(situation);
  if (found.size() != 1) return without_primary(situation);
  const std::uint32_t wanted = found.front().state.postgresql->timeline;
  return each_postgresql(situation, [&](const Answered&, const PostgresqlState& state) {
    Outcome outcome;
    if (state.timeline == 0)
      outcome.add(Verdict::skipped, "receives no WAL");
    else if (state.timeline != wanted)
      outcome.fail("timeline " + std::to_string(state.timeline) + ", the primary has " +
                   std::to_string(wanted));
    else
      outcome.note("timeline " + std::to_string(state.timeline));
    return outcome;
  });
}

Outcome judge_streaming(const Situation& situation) {
  return on_primary(situation, [&](const Answered& primary, const PostgresqlState& state) {
    Outcome outcome;
    for (const model::Node* standby : others(situation, primary.node)) {
      const model::ReplicationRow* row = row_of(state, standby->name);
      if (row == nullptr)
        outcome.fail(standby->name + " does not stream");
      else if (row->state != "streaming")
        outcome.fail(standby->name + " is in state " + row->state + ", not streaming");
    }
    if (outcome.evidence.empty())
      outcome.note(std::to_string(others(situation, primary.node).size()) + " standbys stream");
    return outcome;
  });
}

Outcome judge_slots(const Situation& situation) {
  Outcome outcome = on_primary(situation, [&](const Answered& primary, const PostgresqlState& it) {
    return judge_primary_slots(situation, primary, it);
  });
  outcome.merge(each_postgresql(situation, [](const Answered&, const PostgresqlState& state) {
    Outcome standby;
    if (state.in_recovery) judge_orphans(state, {}, standby);
    return standby;
  }));
  return outcome;
}

Outcome judge_lag(const Situation& situation) {
  return on_primary(situation, [&](const Answered& primary, const PostgresqlState& state) {
    Outcome outcome;
    for (const model::Node* standby : others(situation, primary.node)) {
      const model::ReplicationRow* row = row_of(state, standby->name);
      if (row == nullptr || !row->replay_lag_bytes) {
        outcome.add(Verdict::skipped, standby->name + " does not stream");
        continue;
      }
      const std::string lag = std::to_string(*row->replay_lag_bytes) + " bytes behind";
      if (*row->replay_lag_bytes > situation.limits.lag_bytes)
        outcome.fail(standby->name + " is " + lag + ", the limit is " +
                     std::to_string(situation.limits.lag_bytes));
      else
        outcome.note(standby->name + " is " + lag);
    }
    return outcome;
  });
}

Outcome judge_synchronous(const Situation& situation) {
  return on_primary(situation, [&](const Answered& primary, const PostgresqlState& state) {
    Outcome outcome;
    const std::string wanted = model::synchronous_names(situation.cluster, primary.node);
    const auto live = state.parameters.find("synchronous_standby_names");
    const std::string now = live == state.parameters.end() ? "" : live->second.value;
    const std::string text = "synchronous_standby_names is " + (now.empty() ? "empty" : now);
    if (now != wanted)
      outcome.fail(text + ", not " + (wanted.empty() ? "empty" : wanted));
    else
      outcome.note(text);
    return outcome;
  });
}

}  // namespace pgmahout::decide
