#pragma once

#include "act/context.hpp"

namespace pgmahout::act {

/// Stops a standby receiving WAL, and waits until what it has does not grow any more: the receiver
/// is gone and what lies in pg_wal is replayed. Without that a primary that is half dead feeds one
/// standby while the others are compared. Replay that was paused goes on. Kind refused: it is
/// promoting itself.
/// Whom it followed it keeps as pgmahout.followed, for its confirmations are that node's; an empty
/// address leaves what is there.
[[nodiscard]] model::Result<void> freeze(ports::SqlSession& standby, const std::string& followed,
                                         const ports::Deadline& deadline);

}  // namespace pgmahout::act
