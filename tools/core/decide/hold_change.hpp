#pragma once

#include <string>

#include "model/change.hpp"
#include "model/cluster.hpp"
#include "model/node_report.hpp"

namespace pgmahout::decide {

/// A standby is to be kept down until a person lets it go. The primary gives its place up first.
[[nodiscard]] model::Proposal propose_hold(const model::Cluster& cluster,
                                           const model::Reports& reports, const std::string& name);

/// What that began is to end. A fence that nobody holds is not a person's to lift.
[[nodiscard]] model::Proposal propose_let_go(const model::Cluster& cluster,
                                             const model::Reports& reports,
                                             const std::string& name);

}  // namespace pgmahout::decide
