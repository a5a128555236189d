#pragma once

#include <optional>

#include "decide/failover.hpp"

namespace pgmahout::decide {

/// A cluster without a primary, as the leader of the watchdog sees it.
struct RetryQuestion {
  model::Observation seen;
  int self = -1;
  std::optional<int> followed;  ///< the node that this one's standby was told to follow
};

/// The failover to try again, or nothing: somebody is primary, or no standby answers, or several
/// nodes are silent and nobody can say which of them was primary.
[[nodiscard]] std::optional<PgpoolCall> failover_to_retry(const RetryQuestion& question);

}  // namespace pgmahout::decide
