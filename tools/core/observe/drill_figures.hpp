#pragma once

#include <string>

#include "model/drill.hpp"

namespace pgmahout::observe {

/// What of a report that `pgmahout drill --json` printed into that file is compared with another.
/// Errors: invalid, when it is none.
[[nodiscard]] model::Result<model::DrillFigures> read_figures(const std::string& file);

/// The same of the report's text; the file is for messages.
[[nodiscard]] model::Result<model::DrillFigures> figures_in(const std::string& text,
                                                            const std::string& file);

}  // namespace pgmahout::observe
