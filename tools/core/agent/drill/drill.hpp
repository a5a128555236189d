#pragma once

#include "agent/drill/round.hpp"

namespace pgmahout::agent {

/// What a drill is to do.
struct DrillOrder {
  model::DrillScenario scenario = model::DrillScenario::crash;
  int rounds = 1;
  ports::Duration hold{30000};  ///< how long a partition lasts
  DrillPatience patience;
};

/// Plays the rounds one after the other; each begins with a cluster that is well. It ends early at
/// the first that cannot be played or does not heal, with the reason. The ledger's schema is made
/// before each round and dropped in the end, also when the drill was told to stop.
[[nodiscard]] model::DrillReport drill(const DrillWorld& world, const DrillOrder& order);

}  // namespace pgmahout::agent
