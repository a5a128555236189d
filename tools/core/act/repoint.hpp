#pragma once

#include "act/context.hpp"

namespace pgmahout::act {

/// Makes a running standby follow that primary: by ALTER SYSTEM and a reload, without a restart.
[[nodiscard]] model::Result<void> repoint(const Context& context, const model::Node& standby,
                                          const model::Node& primary);

/// Makes sure that a node which is or becomes primary has a slot with WAL reserved for every other
/// node, and none for itself. Ends at the first error.
[[nodiscard]] model::Result<void> make_peer_slots(const Context& context,
                                                  const model::Node& primary);

/// Drops the slots that this node, as a standby, has for other nodes: nobody reads them there, and
/// each would keep WAL for ever. One that somebody still uses stays, and all do while nothing is
/// received: they are made on a standby that is frozen and about to be promoted.
[[nodiscard]] model::Result<void> drop_peer_slots(const Context& context);

}  // namespace pgmahout::act
