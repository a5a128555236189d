#pragma once

#include "act/context.hpp"
#include "decide/failover.hpp"

namespace pgmahout::act {

/// What Pgpool-II's failover_command does: finds out whether the lost node has to be replaced as
/// primary, makes sure that it is none any more, elects the best standby and makes it primary.
/// Run again, by anybody, after being cut off anywhere, it takes up what the nodes say. Kinds:
/// refused (nobody was promoted, and why), incomplete (one was told to promote itself and is not
/// done), failed.
[[nodiscard]] model::Result<void> failover(const Context& context, const decide::PgpoolCall& call);

}  // namespace pgmahout::act
