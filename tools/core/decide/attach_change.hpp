#pragma once

#include <string>

#include "model/change.hpp"
#include "model/cluster.hpp"
#include "model/node_report.hpp"

namespace pgmahout::decide {

/// Pgpool-II is to use a node that it takes for down: it may, when the node is the primary or
/// streams from it. One that is attached and does not would answer with yesterday's rows.
[[nodiscard]] model::Proposal propose_attach(const model::Cluster& cluster,
                                             const model::Reports& reports,
                                             const std::string& name);

}  // namespace pgmahout::decide
