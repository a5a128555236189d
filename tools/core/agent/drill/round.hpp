#pragma once

#include "agent/drill/breaks.hpp"

namespace pgmahout::agent {

/// How long a round waits.
struct DrillPatience {
  ports::Duration heal{180000};  ///< from the break until all is well
};

/// Breaks the cluster once, under the ledger of the writes and the eyes of every node's agent, and
/// waits until it has healed. The ledger's table is there. What was set up is gone afterwards,
/// however it ends. Errors: what kept it from being broken, or interrupted.
[[nodiscard]] model::Result<model::DrillRound> play_round(const DrillWorld& world,
                                                          const Break& plan,
                                                          const DrillPatience& patience);

}  // namespace pgmahout::agent
