#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/drill.hpp"

// How a drill is put into words, in text and on its page alike.
namespace pgmahout::report {

/// "1.23 s".
[[nodiscard]] std::string seconds(std::int64_t milliseconds);

/// "+1.23 s", "-0.02 s".
[[nodiscard]] std::string signed_seconds(std::int64_t milliseconds);

/// "1, 2, 3 and 40 more".
[[nodiscard]] std::string listed_numbers(const std::vector<std::int64_t>& numbers);

/// Those that were seen, by time; the others behind them.
[[nodiscard]] std::vector<model::DrillStep> in_order(std::vector<model::DrillStep> steps);

/// "no write was acknowledged for 1.23 s; 500 were acknowledged, 3 refused and 1 unknown; none was
/// lost or doubled; nobody wrote beside another".
[[nodiscard]] std::string sentence_of(const model::DrillRound& round);

/// What the whole drill has shown.
[[nodiscard]] std::string conclusion_of(const model::DrillReport& report);

}  // namespace pgmahout::report
