#pragma once

#include <string>

#include "decide/status/evidence.hpp"
#include "decide/status/status.hpp"
#include "model/change.hpp"
#include "model/node_report.hpp"

namespace pgmahout::decide {

/// A switchover that somebody asks for.
struct SwitchoverWish {
  const model::Cluster& cluster;
  const model::Reports& reports;
  std::string to;  ///< empty: whoever is best
  StatusLimits limits;
};

/// Who would be primary after it, and whether all holds that it needs. A switchover is made on a
/// cluster that is well: the primary stops in order, so that nothing can be lost, and comes back as
/// a standby without a rewind. Whoever needs another primary on a sick cluster wants a failover.
[[nodiscard]] model::Proposal propose_switchover(const SwitchoverWish& wish);

/// Whether this Pgpool-II promotes the node that one names: pcp_promote_node has the option -s
/// since 4.3 (its release notes). Before, the primary can only be detached, and whoever is best
/// takes its place.
[[nodiscard]] bool promotes_whom_one_names(const model::Version& pgpool);

/// The standby that a switchover promotes when nobody names one: of those that stream one that
/// confirms commits, then the one that is least behind, then the one of the lowest number; or null.
[[nodiscard]] const model::Node* best_candidate(const Evidence& evidence);

}  // namespace pgmahout::decide
