#pragma once

#include "model/replication.hpp"

namespace pgmahout::decide {

/// What the guard of a primary hears of the rest of the cluster.
struct Contact {
  bool quorum = false;     ///< the watchdog of this node sees a quorum
  int standbys_heard = 0;  ///< standbys that replied to their WAL sender just now
  int other_nodes = 0;     ///< nodes of the cluster besides this one
};

/// Whether the others may promote somebody without this primary's knowing. Without a quorum they
/// have one. With k standbys on our side they have at most N - k, and prove that nothing is lost
/// only when N - k + W > N, that is, when k < W. Where no proof is asked for, they can as soon as
/// one standby is on their side.
[[nodiscard]] bool may_be_replaced(const Contact& contact, const model::Replication& replication);

}  // namespace pgmahout::decide
