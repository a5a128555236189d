#pragma once

#include <string>
#include <vector>

#include "decide/clone.hpp"
#include "model/change.hpp"
#include "model/cluster.hpp"

namespace pgmahout::decide {

/// What a node says that a clone would do there.
struct CloneForecast {
  std::string node;
  model::Result<CloneDecision> decision;
};

/// Nodes are to become standbys of that primary, or of whoever is not known.
[[nodiscard]] model::Proposal propose_clone(const model::Cluster& cluster,
                                            const model::Result<std::string>& primary,
                                            const std::vector<CloneForecast>& forecasts);

}  // namespace pgmahout::decide
