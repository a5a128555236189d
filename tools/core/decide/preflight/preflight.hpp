#pragma once

#include <span>

#include "decide/preflight/rules.hpp"

namespace pgmahout::decide {

/// Every rule, in the order of the report.
[[nodiscard]] std::span<const PreflightRule> preflight_rules();

/// Judges what the machines said before anything of ours was on them: every rule once. Pure: the
/// same situation, the same verification.
[[nodiscard]] model::Verification judge_preflight(const PreflightSituation& situation);

}  // namespace pgmahout::decide
