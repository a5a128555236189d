#pragma once

#include "model/change.hpp"
#include "model/cluster.hpp"
#include "model/drill.hpp"
#include "model/node_report.hpp"

namespace pgmahout::decide {

/// A drill that somebody asks for.
struct DrillWish {
  const model::Cluster& cluster;
  const model::Reports& reports;
  model::DrillScenario scenario = model::DrillScenario::crash;
  std::vector<std::string> steps;  ///< what will be done
};

/// Whom it hurts (`from`), and whether all holds that it needs: the cluster is well by the same
/// judgement as that of the status, has three nodes or more, and a switchover could be made now.
[[nodiscard]] model::Proposal propose_drill(const DrillWish& wish);

/// What the status finds that is worse than a note, a sentence each; empty: the cluster is well.
[[nodiscard]] std::vector<std::string> complaints_of(const model::Cluster& cluster,
                                                     const model::Reports& reports);

}  // namespace pgmahout::decide
