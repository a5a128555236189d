#pragma once

#include "act/context.hpp"
#include "decide/failover.hpp"

namespace pgmahout::act {

/// follow_primary_command, for one node: makes a standby that has not diverged follow the new
/// primary by a reload, and attaches it to Pgpool-II once it is proven to stream. Returns at once
/// for a node that is down; refuses a node that has diverged and leaves it detached.
[[nodiscard]] model::Result<void> follow_primary(const Context& context,
                                                 const decide::PgpoolCall& call);

}  // namespace pgmahout::act
