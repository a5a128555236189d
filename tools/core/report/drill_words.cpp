#include "report/drill_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace pgmahout::report {

namespace {

std::string loss_of(const model::DrillRound& round) {
  const auto lost = model::lost_numbers(round);
  if (lost == 0 && round.doubled.empty()) return "none was lost or doubled";
  return fmt::format("{} lost, {} doubled", lost, round.doubled.size());
}

std::string beside(const model::DrillRound& round) {
  if (round.two_writers == 0) return "nobody wrote beside another";
  return fmt::format("{} commits beside another writer", round.two_writers);
}

}  // namespace

std::string seconds(std::int64_t milliseconds) {
  return fmt::format("{:.2f} s", static_cast<double>(milliseconds) / 1000);
}

std::string signed_seconds(std::int64_t milliseconds) {
  return fmt::format("{:+.2f} s", static_cast<double>(milliseconds) / 1000);
}

std::string listed_numbers(const std::vector<std::int64_t>& numbers) {
  constexpr std::size_t kShown = 10;
  std::string text;
  for (std::size_t index = 0; index < std::min(numbers.size(), kShown); ++index)
    text += (index == 0 ? "" : ", ") + std::to_string(numbers[index]);
  if (numbers.size() > kShown) text += fmt::format(" and {} more", numbers.size() - kShown);
  return text;
}

std::vector<model::DrillStep> in_order(std::vector<model::DrillStep> steps) {
  std::ranges::stable_sort(steps, {}, [](const model::DrillStep& step) {
    return step.at_ms.value_or(std::numeric_limits<std::int64_t>::max());
  });
  return steps;
}

std::string sentence_of(const model::DrillRound& round) {
  return fmt::format(
      "no write was acknowledged for {}{}; {} were acknowledged, {} refused and {} unknown; "
      "{}; {}{}",
      seconds(round.gap.length_ms()), round.gap.open ? ", and it was not over" : "",
      round.acknowledged, round.refused, round.unknown, loss_of(round), beside(round),
      round.healthy ? "" : "; it was not well in the end");
}

std::string conclusion_of(const model::DrillReport& report) {
  if (report.error)
    return "ended early: " + report.error->what +
           (report.error->hint.empty() ? "" : "; " + report.error->hint);
  const auto well = std::ranges::count_if(report.rounds, &model::DrillRound::is_well);
  if (static_cast<std::size_t>(well) == report.rounds.size())
    return "all rounds are well: nothing was lost or doubled, and nobody wrote beside another";
  return fmt::format("{} of {} rounds are not well",
                     report.rounds.size() - static_cast<std::size_t>(well), report.rounds.size());
}

}  // namespace pgmahout::report
