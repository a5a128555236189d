#pragma once

#include "act/context.hpp"
#include "decide/failover.hpp"

namespace pgmahout::act {

/// failover_command: finds out what is so by asking all nodes at once, and when no node is primary
/// makes the most advanced standby one and the others follow it. Calling it again, also from
/// another Pgpool-II, finds the new primary and does nothing.
[[nodiscard]] model::Result<void> failover(const Context& context, const decide::PgpoolCall& call);

}  // namespace pgmahout::act
