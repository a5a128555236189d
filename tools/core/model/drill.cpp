#include "model/drill.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace pgmahout::model {

std::string_view to_string(DrillScenario scenario) {
  constexpr std::array<std::string_view, 5> kScenarios{"crash", "power", "partition", "leader",
                                                       "switchover"};
  return kScenarios.at(static_cast<std::size_t>(scenario));
}

std::string_view to_string(SeenRole role) {
  constexpr std::array<std::string_view, 4> kSeenRoles{"down", "standby", "primary", "unknown"};
  return kSeenRoles.at(static_cast<std::size_t>(role));
}

ExitCode exit_code(const DrillReport& report) {
  const auto ended_by = [&](ErrorKind kind) { return report.error && report.error->kind == kind; };
  if (ended_by(ErrorKind::interrupted)) return ExitCode::interrupted;
  if (ended_by(ErrorKind::refused) && report.rounds.empty()) return ExitCode::refused;
  const bool well = !report.error && std::ranges::all_of(report.rounds, &DrillRound::is_well);
  return well ? ExitCode::ok : ExitCode::not_as_it_should_be;
}

std::int64_t lost_numbers(const DrillRound& round) {
  std::set<std::int64_t> numbers;
  for (const auto& node : round.lost) numbers.insert(node.numbers.begin(), node.numbers.end());
  return static_cast<std::int64_t>(numbers.size());
}

}  // namespace pgmahout::model
