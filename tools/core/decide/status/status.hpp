#pragma once

#include <cstdint>

#include "model/cluster.hpp"
#include "model/cluster_status.hpp"
#include "model/node_report.hpp"

namespace pgmahout::decide {

/// From where on something is worth a word.
struct StatusLimits {
  std::int64_t lag_bytes = std::int64_t{16} << 20U;  ///< a segment of WAL
};

/// What the reports say of the cluster, with everything explained in which they disagree. The
/// reports are those of the cluster's nodes, by id.
[[nodiscard]] model::ClusterStatus judge_status(const model::Cluster& cluster,
                                                const model::Reports& reports,
                                                const StatusLimits& limits = {});

}  // namespace pgmahout::decide
