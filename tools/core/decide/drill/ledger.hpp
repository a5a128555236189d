#pragma once

#include <vector>

#include "model/drill.hpp"

// What the entries of a ledger say; pure, as all that decides.
namespace pgmahout::decide {

using Ledger = std::vector<model::LedgerEntry>;

/// The longest time between two acknowledgements of which the later came after the break; open when
/// none came after it, or when the time since the last one is longer than any and half a second.
[[nodiscard]] model::DrillGap longest_gap(const Ledger& ledger, std::int64_t broke_ms,
                                          std::int64_t ended_ms);

/// Whether writes were acknowledged all through the last `steady_ms` before `now_ms`, with no more
/// than half a second between two.
[[nodiscard]] bool writes_flow(const Ledger& ledger, std::int64_t now_ms, std::int64_t steady_ms);

/// The acknowledged numbers that are not among the rows.
[[nodiscard]] std::vector<std::int64_t> missing_in(const model::LedgerRows& rows,
                                                   const Ledger& ledger);

/// How many were acknowledged in each tenth of a second.
[[nodiscard]] std::vector<std::int64_t> writes_by_tenth(const Ledger& ledger,
                                                        std::int64_t ended_ms);

}  // namespace pgmahout::decide
