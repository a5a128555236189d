#include <algorithm>

#include "decide/drill/judge.hpp"
#include "decide/drill/ledger.hpp"

namespace pgmahout::decide {

namespace {

using model::DrillRecord;
using model::NodeSample;
using model::SeenRole;
using Moment = std::optional<std::int64_t>;

// The first sample since then of which that is true.
template <typename Is>
Moment first_seen(const DrillRecord& record, std::int64_t since, const Is& is) {
  Moment first;
  for (const NodeSample& sample : record.samples)
    if (sample.at_ms > since && is(sample) && (!first || sample.at_ms < *first))
      first = sample.at_ms;
  return first;
}

Moment new_primary(const DrillRecord& record) {
  return first_seen(record, record.broke_ms, [&](const NodeSample& sample) {
    return sample.role == SeenRole::primary && sample.node != record.primary;
  });
}

Moment vip_elsewhere(const DrillRecord& record) {
  if (record.vip_holder < 0) return std::nullopt;
  return first_seen(record, record.broke_ms, [&](const NodeSample& sample) {
    return sample.holds_vip && sample.node != record.vip_holder;
  });
}

Moment back_as_standby(const DrillRecord& record) {
  const auto promoted = new_primary(record);
  if (!promoted) return std::nullopt;
  return first_seen(record, *promoted, [&](const NodeSample& sample) {
    return sample.node == record.primary && sample.role == SeenRole::standby && sample.streams;
  });
}

Moment first_refusal(const DrillRecord& record) {
  const auto found = std::ranges::find_if(record.ledger, [&](const model::LedgerEntry& entry) {
    return entry.ended_ms > record.broke_ms && entry.outcome != model::WriteOutcome::acknowledged;
  });
  return found == record.ledger.end() ? std::nullopt : Moment(found->ended_ms);
}

}  // namespace

std::vector<model::DrillStep> steps_of(const DrillRecord& record) {
  const auto gap = longest_gap(record.ledger, record.broke_ms, record.ended_ms);
  std::vector<model::DrillStep> steps{
      {"last_acknowledged", "last acknowledged write", gap.from_ms},
      {"refused", "first write without success", first_refusal(record)},
      {"vip_moved", "virtual IP on another node", vip_elsewhere(record)},
      {"new_primary", "new primary seen", new_primary(record)},
      {"first_acknowledged", "first acknowledged write",
       gap.open ? std::nullopt : Moment(gap.to_ms)},
      {"mended", "what was set up is gone", record.mended_ms},
      {"old_primary_back", "old primary back as standby", back_as_standby(record)},
      {"healthy", "all is well", record.healthy_ms}};
  for (auto& step : steps)
    if (step.at_ms) *step.at_ms -= record.broke_ms;
  return steps;
}

}  // namespace pgmahout::decide
