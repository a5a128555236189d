#pragma once

#include "act/context.hpp"
#include "decide/failover.hpp"

namespace pgmahout::act {

/// follow_primary_command, for one node: lets the node's own agent make it a standby of the new
/// primary, whatever state it is in, and attaches it to Pgpool-II once it is proven to stream.
/// Returns at once for a node whose agent cannot be reached; a node that refuses stays detached.
[[nodiscard]] model::Result<void> follow_primary(const Context& context,
                                                 const decide::PgpoolCall& call);

}  // namespace pgmahout::act
