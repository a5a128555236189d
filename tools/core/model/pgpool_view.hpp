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

/// What the Pgpool-II of one node believes, of its watchdog and of PostgreSQL.
struct PgpoolView {
  bool quorum = false;      ///< its watchdog cluster has a quorum, as far as it knows
  bool leader = false;      ///< it leads that cluster: it runs the commands of a failover
  std::string leader_host;  ///< address of whoever does; empty: nobody, as far as it knows
  std::vector<BackendBelief> backends;

  bool operator==(const PgpoolView&) const = default;
};

}  // namespace pgmahout::model
