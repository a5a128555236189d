#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/node_state.hpp"

namespace pgmahout::decide {

/// What Pgpool-II believes when it runs one of its commands; beliefs, no facts.
struct PgpoolCall {
  int node_id = -1;         ///< %d: the node that is lost, or is to follow
  std::string host;         ///< %h
  int new_main_id = -1;     ///< %m: failover: its proposal; follow_primary: the new primary
  int old_primary_id = -1;  ///< %P
};

/// What failover has to do.
enum class FailoverAction : std::uint8_t {
  nothing,  ///< there is a primary, or nothing to promote for
  promote,  ///< the first of the candidates that can be
};

struct FailoverDecision {
  FailoverAction action = FailoverAction::nothing;
  std::string reason;
  bool old_primary_runs = false;  ///< the lost node still accepts writes: stop it first, or refuse
  std::vector<int> candidates;    ///< ids, the most advanced first

  bool operator==(const FailoverDecision&) const = default;
};

/// Who is to be promoted, by what the nodes themselves say.
[[nodiscard]] FailoverDecision decide_failover(const PgpoolCall& call,
                                               const model::Observation& observation);

/// Standbys that answer, without the lost node: highest timeline first, then most WAL; equals by
/// Pgpool-II's proposal (which is how an administrator names one), then by id.
[[nodiscard]] std::vector<int> order_candidates(const PgpoolCall& call,
                                                const model::Observation& observation);

}  // namespace pgmahout::decide
