#pragma once

#include "model/change.hpp"
#include "model/cluster.hpp"
#include "model/node_report.hpp"

namespace pgmahout::decide {

/// What a pause of automatic failover, or its end, would change.
[[nodiscard]] model::Proposal propose_pause(const model::Cluster& cluster,
                                            const model::Reports& reports, bool pause);

}  // namespace pgmahout::decide
