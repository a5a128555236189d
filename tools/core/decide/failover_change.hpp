#pragma once

#include <string>

#include "model/change.hpp"
#include "model/cluster.hpp"
#include "model/node_report.hpp"

namespace pgmahout::decide {

/// A failover that a person asks for.
struct FailoverWish {
  const model::Cluster& cluster;
  const model::Reports& reports;
  std::string to;                ///< empty: whoever is best
  bool allow_data_loss = false;  ///< also when it cannot be proven that nothing is lost
};

/// Whose place would be filled, and whether all holds that it needs: nobody is primary, it is known
/// who was, and enough standbys answer to prove that nothing acknowledged is lost.
[[nodiscard]] model::Proposal propose_failover(const FailoverWish& wish);

}  // namespace pgmahout::decide
