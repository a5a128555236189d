#pragma once

#include <optional>

#include "decide/failover.hpp"

namespace pgmahout::decide {

/// A cluster without a primary, as the leader of the watchdog sees it.
struct RetryQuestion {
  model::Observation seen;
  int self = -1;
};

/// The failover to try again: of the silent node that the standbys follow, for that one was
/// promoted last, of the only silent node, or of this one. Or nothing: somebody is primary, or no
/// standby answers, or several nodes are silent and nobody can say which of them was primary.
[[nodiscard]] std::optional<PgpoolCall> failover_to_retry(const RetryQuestion& question);

}  // namespace pgmahout::decide
