#include "decide/drill/judge.hpp"

#include <algorithm>
#include <set>

#include "decide/drill/ledger.hpp"
#include "decide/drill/nodes.hpp"

namespace pgmahout::decide {

namespace {

using model::DrillRecord;
using model::DrillRound;
using model::LedgerEntry;
using model::NodeSample;
using model::SeenRole;
using model::WriteOutcome;

std::vector<model::LostOnNode> lost_in(const DrillRecord& record, const Audit& audit) {
  std::vector<model::LostOnNode> lost;
  for (const auto& [node, rows] : audit)
    if (auto missing = missing_in(rows, record.ledger); !missing.empty())
      lost.push_back({.node = node, .numbers = std::move(missing)});
  return lost;
}

std::vector<std::int64_t> doubled_in(const Audit& audit) {
  std::set<std::int64_t> numbers;
  for (const auto& [node, rows] : audit) numbers.insert(rows.doubled.begin(), rows.doubled.end());
  return {numbers.begin(), numbers.end()};
}

std::int64_t count_of(const DrillRecord& record, WriteOutcome outcome) {
  return std::ranges::count(record.ledger, outcome, &LedgerEntry::outcome);
}

std::string primary_at_the_end(const DrillRecord& record) {
  const auto last = std::ranges::max_element(record.samples, {}, [](const NodeSample& sample) {
    return sample.role == SeenRole::primary ? sample.at_ms : std::int64_t{-1};
  });
  if (last == record.samples.end() || last->role != SeenRole::primary) return "";
  return record.nodes.at(static_cast<std::size_t>(last->node));
}

std::vector<std::string> remarks_of(const DrillRecord& record, const Audit& audit) {
  std::vector<std::string> remarks;
  for (std::size_t id = 0; id < record.nodes.size(); ++id) {
    const auto& name = record.nodes[id];
    const auto is_its = [&](const auto& each) { return each.node == static_cast<int>(id); };
    if (!audit.contains(name)) remarks.push_back(name + ": its rows could not be read");
    if (std::ranges::none_of(record.samples, is_its)) remarks.push_back(name + " was never seen");
  }
  if (std::ranges::none_of(record.commits,
                           [&](const auto& each) { return each.node == record.primary; }))
    remarks.push_back("no commit of the primary was seen: two writers would not have been either");
  return remarks;
}

}  // namespace

DrillRound judge_round(const DrillRecord& record, const Audit& audit) {
  const auto name_of = [&](int id) { return record.nodes.at(static_cast<std::size_t>(id)); };
  // Without the rows of a node nobody knows what it has lost.
  const bool audited = std::ranges::all_of(
      record.nodes, [&](const std::string& node) { return audit.contains(node); });
  return {.broken = name_of(record.broken),
          .primary_before = name_of(record.primary),
          .primary_after = primary_at_the_end(record),
          .broke_ms = record.broke_ms,
          .mended_ms = record.mended_ms,
          .ended_ms = record.ended_ms,
          .gap = longest_gap(record.ledger, record.broke_ms, record.ended_ms),
          .acknowledged = count_of(record, WriteOutcome::acknowledged),
          .refused = count_of(record, WriteOutcome::refused),
          .unknown = count_of(record, WriteOutcome::unknown),
          .lost = lost_in(record, audit),
          .doubled = doubled_in(audit),
          .two_writers = commits_beside(record.commits),
          .steps = steps_of(record),
          .healthy = record.healthy_ms.has_value() && audited,
          .remarks = remarks_of(record, audit),
          .lanes = lanes_of(record),
          .writes = writes_by_tenth(record.ledger, record.ended_ms)};
}

}  // namespace pgmahout::decide
