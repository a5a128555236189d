#pragma once

#include "act/context.hpp"
#include "decide/failover.hpp"

namespace pgmahout::act {

/// The failover that nobody asked for by hand: refused while it is paused on this node.
[[nodiscard]] model::Result<void> automatic_failover(const Context& context,
                                                     const decide::PgpoolCall& call);

}  // namespace pgmahout::act
