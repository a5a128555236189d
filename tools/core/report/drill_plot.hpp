#pragma once

#include <string>
#include <string_view>

#include "model/drill.hpp"

namespace pgmahout::report {

/// The text with what HTML reads as markup replaced.
[[nodiscard]] std::string escaped(std::string_view text);

/// One round over time as a picture (SVG): who had the virtual IP, what each node was, and how many
/// writes were acknowledged in each tenth of a second, with the break and the healing marked.
[[nodiscard]] std::string drill_plot(const model::DrillRound& round);

}  // namespace pgmahout::report
