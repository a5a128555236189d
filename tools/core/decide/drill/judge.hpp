#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/drill.hpp"

namespace pgmahout::decide {

/// What was found in the ledger's table of each node that answered, by its name.
using Audit = std::map<std::string, model::LedgerRows>;

/// The steps of a round, in the order in which they are expected; those that were not seen have no
/// time.
[[nodiscard]] std::vector<model::DrillStep> steps_of(const model::DrillRecord& record);

/// The whole round. A node that was not audited is told of in a remark.
[[nodiscard]] model::DrillRound judge_round(const model::DrillRecord& record, const Audit& audit);

/// Least, median and most over the rounds: of the gap, then of each step that any of them saw.
[[nodiscard]] std::vector<model::DrillStatistic> statistics_of(
    const std::vector<model::DrillRound>& rounds);

/// What of a report is compared with another.
[[nodiscard]] model::DrillFigures figures_of(const model::DrillReport& report);

}  // namespace pgmahout::decide
