#pragma once

#include "act/rejoin/look.hpp"

namespace pgmahout::act::rejoin {

/// Undoes in this stopped and fenced node's data directory what the primary does not have, by
/// pg_rewind. On return the directory is that of a standby that was not started yet, but for who it
/// follows. Kind failed: nothing was changed; incomplete: it is neither the one nor the other any
/// more, and only a copy helps. It is not cut off by an impatient caller: a rewind that is given up
/// half-way costs a whole copy.
[[nodiscard]] model::Result<void> rewind(const Context& context, const model::Node& primary,
                                         const Sight& sight, const Lost& lost);

/// Waits until the primary's control file knows the timeline that it writes, by a checkpoint if
/// need be. pg_rewind reads the timeline there, and right after a promotion would find nothing to
/// do.
[[nodiscard]] model::Result<void> await_checkpoint(const Context& context,
                                                   const model::Node& primary);

}  // namespace pgmahout::act::rejoin
