#pragma once

#include "act/context.hpp"

namespace pgmahout::act {

/// The guard's care for the cluster, until it is told to stop: this node becomes what it should be,
/// as primary it lets commits wait for the standbys, Pgpool-II is told that it is back, and on the
/// leader of the watchdog a failover that was refused is tried again.
[[nodiscard]] model::Result<void> heal(const Context& context);

}  // namespace pgmahout::act
