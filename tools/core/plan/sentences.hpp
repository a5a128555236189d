#pragma once

#include <string>
#include <vector>

#include "model/cluster.hpp"
#include "plan/plan.hpp"

namespace pgmahout::plan {

/// What each step does, for a person, in order; the nodes of one run of steps stand in one
/// sentence.
[[nodiscard]] std::vector<std::string> sentences(const Plan& plan, const model::Cluster& cluster);

}  // namespace pgmahout::plan
