#include <algorithm>

#include "decide/drill/judge.hpp"

namespace pgmahout::decide {

namespace {

using model::DrillRound;
using Times = std::vector<std::int64_t>;

// Of an even number the mean of the two in the middle.
std::int64_t median_of(const Times& sorted) {
  const auto middle = sorted.size() / 2;
  if (sorted.size() % 2 == 1) return sorted[middle];
  return (sorted[middle - 1] + sorted[middle]) / 2;
}

void add_statistic(std::vector<model::DrillStatistic>& all, const model::DrillStep& of,
                   Times times) {
  if (times.empty()) return;
  std::ranges::sort(times);
  all.push_back({.id = of.id,
                 .what = of.what,
                 .rounds = static_cast<int>(times.size()),
                 .least = times.front(),
                 .median = median_of(times),
                 .most = times.back()});
}

Times times_of_step(const std::vector<DrillRound>& rounds, std::size_t step) {
  Times times;
  for (const auto& round : rounds)
    if (step < round.steps.size() && round.steps[step].at_ms)
      times.push_back(*round.steps[step].at_ms);
  return times;
}

}  // namespace

std::vector<model::DrillStatistic> statistics_of(const std::vector<DrillRound>& rounds) {
  std::vector<model::DrillStatistic> all;
  if (rounds.empty()) return all;
  Times gaps;
  for (const auto& round : rounds)
    if (!round.gap.open) gaps.push_back(round.gap.length_ms());
  add_statistic(all, {.id = "gap", .what = "gap in the writes"}, gaps);
  for (std::size_t step = 0; step < rounds.front().steps.size(); ++step)
    add_statistic(all, rounds.front().steps[step], times_of_step(rounds, step));
  return all;
}

model::DrillFigures figures_of(const model::DrillReport& report) {
  model::DrillFigures figures{.cluster = report.cluster,
                              .scenario = std::string(to_string(report.scenario)),
                              .at = report.at,
                              .rounds = static_cast<int>(report.rounds.size()),
                              .statistics = report.statistics};
  for (const auto& round : report.rounds) {
    figures.lost += lost_numbers(round);
    figures.doubled += static_cast<std::int64_t>(round.doubled.size());
    figures.two_writers += round.two_writers;
  }
  return figures;
}

}  // namespace pgmahout::decide
