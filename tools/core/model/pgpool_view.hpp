#pragma once

#include <string>
#include <vector>

namespace pgmahout::model {

/// What Pgpool-II believes of one node of the cluster.
struct BackendBelief {
  int id = -1;
  bool up = false;
  bool primary = false;

  bool operator==(const BackendBelief&) const = default;
};

using Beliefs = std::vector<BackendBelief>;

/// What the watchdog of one node says of its cluster, as far as it knows.
struct WatchdogView {
  bool quorum = false;
  bool leader = false;      ///< it leads that cluster: it runs the commands of a failover
  std::string leader_host;  ///< address of whoever does; empty: nobody
};

}  // namespace pgmahout::model
