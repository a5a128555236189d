#pragma once

#include "act/context.hpp"

namespace pgmahout::act {

/// Whether the Pgpool-II of this machine runs.
[[nodiscard]] bool pgpool_runs(const Context& context);

/// Kills the Pgpool-II of this machine, which systemd then starts anew. The last resort against one
/// whose main process hangs: it takes no orderly stop either. Errors: it does not run.
[[nodiscard]] model::Result<void> end_pgpool(const Context& context);

/// Ends the processes by which the Pgpool-II of this machine talks PCP to its clients, which hear
/// no more from it. Returns how many there were.
int end_pcp_conversations(const Context& context);

}  // namespace pgmahout::act
