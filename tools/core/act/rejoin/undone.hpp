#pragma once

#include "act/context.hpp"
#include "model/timeline.hpp"

namespace pgmahout::act::rejoin {

/// Renames what lies in this node's archive of timelines that are about to be undone: those of the
/// node's own way that the primary never went, and that are newer than the primary's. A server
/// follows the newest timeline that its restore_command finds a history of, and ends when that one
/// is not on its way (rescanLatestTimeLine(), readRecoverySignalFile() and what follows in
/// xlogrecovery.c); and what the next promotion archives under these names would be refused. The
/// files stay where they are, as NAME.<time>.undone.
[[nodiscard]] model::Result<void> undo_archived(const Context& context,
                                                const model::TimelineHistory& own,
                                                const model::TimelineHistory& primary);

/// Removes from pg_wal what is of newer timelines than the primary's. After a rewind it is nobody's
/// any more (it was kept before, and the primary has the rest), and a file of the segment that is
/// being received would make the node look like one of that timeline.
[[nodiscard]] model::Result<void> remove_newer_wal(const Context& context, model::Timeline primary);

}  // namespace pgmahout::act::rejoin
