#pragma once

#include <string>
#include <vector>

#include "model/change.hpp"
#include "model/cluster.hpp"
#include "model/node_report.hpp"

namespace pgmahout::decide {

/// Those nodes (none named: all) are to read their files again: PostgreSQL, and Pgpool-II.
[[nodiscard]] model::Proposal propose_reload(const model::Cluster& cluster,
                                             const model::Reports& reports,
                                             const std::vector<std::string>& names);

}  // namespace pgmahout::decide
