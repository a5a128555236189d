#pragma once

#include <span>

#include "decide/verify/rule.hpp"

namespace pgmahout::decide {

/// Every rule, in the order of the report.
[[nodiscard]] std::span<const Rule> verification_rules();

/// Judges what was observed: every rule once. Pure: the same situation, the same verification.
[[nodiscard]] model::Verification verify(const Situation& situation);

}  // namespace pgmahout::decide
