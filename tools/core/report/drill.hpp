#pragma once

#include <string>

#include "model/drill.hpp"
#include "report/text_style.hpp"

namespace pgmahout::report {

/// The drill for people: each round with its steps, then least, median and most over the rounds.
[[nodiscard]] std::string drill_text(const model::DrillReport& report, const TextStyle& style);

/// The drill for programs; docs/schemas/drill.json is its schema.
[[nodiscard]] std::string drill_json(const model::DrillReport& report);

/// The drill as a page that needs nothing besides itself: how each round went, over time.
[[nodiscard]] std::string drill_html(const model::DrillReport& report);

/// Two drills side by side, the earlier one first.
[[nodiscard]] std::string drill_comparison(const model::DrillFigures& before,
                                           const model::DrillFigures& after,
                                           const TextStyle& style);

}  // namespace pgmahout::report
