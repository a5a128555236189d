#pragma once

#include <string>

#include "model/cluster_history.hpp"
#include "report/text_style.hpp"

namespace pgmahout::report {

/// A table for people: one row a timeline, below it why, the proof, and what was given up.
[[nodiscard]] std::string history_text(const model::ClusterHistory& history,
                                       const TextStyle& style);

}  // namespace pgmahout::report
