#pragma once

#include <string>

#include "model/change.hpp"
#include "model/cluster.hpp"
#include "model/node_report.hpp"

namespace pgmahout::decide {

/// Whether that node can be made a standby of the present primary, which is the proposal's `from`.
/// What it takes is for the node itself to say.
[[nodiscard]] model::Proposal propose_rejoin(const model::Cluster& cluster,
                                             const model::Reports& reports,
                                             const std::string& node);

}  // namespace pgmahout::decide
