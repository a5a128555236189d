#include "decide/drill/ledger.hpp"

#include <algorithm>

namespace pgmahout::decide {

namespace {

using model::WriteOutcome;

constexpr std::int64_t kTenth = 100;
constexpr std::int64_t kWorthTelling = 500;

std::vector<std::int64_t> acknowledgements(const Ledger& ledger) {
  std::vector<std::int64_t> times;
  for (const auto& entry : ledger)
    if (entry.outcome == WriteOutcome::acknowledged) times.push_back(entry.ended_ms);
  std::ranges::sort(times);
  return times;
}

bool is_there(const std::vector<model::LedgerRows::Range>& ranges, std::int64_t number) {
  return std::ranges::any_of(
      ranges, [&](const auto& range) { return range.from <= number && number <= range.to; });
}

}  // namespace

model::DrillGap longest_gap(const Ledger& ledger, std::int64_t broke_ms, std::int64_t ended_ms) {
  const auto times = acknowledgements(ledger);
  model::DrillGap longest{.from_ms = broke_ms, .to_ms = broke_ms};
  std::int64_t before = times.empty() ? broke_ms : std::min(times.front(), broke_ms);
  bool any_after = false;
  for (const auto at : times) {
    if (at > broke_ms && (!any_after || at - before > longest.length_ms()))
      longest = {.from_ms = before, .to_ms = at};
    any_after = any_after || at > broke_ms;
    before = at;
  }
  if (!any_after || ended_ms - before > std::max(longest.length_ms(), kWorthTelling))
    return {.from_ms = before, .to_ms = std::max(ended_ms, before), .open = true};
  return longest;
}

bool writes_flow(const Ledger& ledger, std::int64_t now_ms, std::int64_t steady_ms) {
  std::int64_t before = now_ms - steady_ms;
  for (const auto at : acknowledgements(ledger)) {
    if (at <= before) continue;
    if (at - before > kWorthTelling) return false;
    before = at;
  }
  return now_ms - before <= kWorthTelling;
}

std::vector<std::int64_t> missing_in(const model::LedgerRows& rows, const Ledger& ledger) {
  std::vector<std::int64_t> missing;
  for (const auto& entry : ledger)
    if (entry.outcome == WriteOutcome::acknowledged && !is_there(rows.numbers, entry.number))
      missing.push_back(entry.number);
  return missing;
}

std::vector<std::int64_t> writes_by_tenth(const Ledger& ledger, std::int64_t ended_ms) {
  std::vector<std::int64_t> tenths(static_cast<std::size_t>(ended_ms / kTenth) + 1);
  for (const auto at : acknowledgements(ledger))
    if (at >= 0 && at <= ended_ms) ++tenths[static_cast<std::size_t>(at / kTenth)];
  return tenths;
}

}  // namespace pgmahout::decide
