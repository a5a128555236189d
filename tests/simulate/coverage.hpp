#pragma once

#include <map>
#include <string>

namespace pgmahout::simulate {

/// By name how often it happened.
using Counts = std::map<std::string, int>;

/// Counts what a process says of itself, if it is something that ought to happen on some day.
void count_message(const std::string& process, const std::string& message, Counts& counts);

/// Tells how often everything happened that ought to: the kinds of faults, the steps of the plans
/// and the outcomes of the decisions. False when something never did.
[[nodiscard]] bool tell_coverage(const Counts& counts);

}  // namespace pgmahout::simulate
