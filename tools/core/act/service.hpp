#pragma once

#include "act/context.hpp"

namespace pgmahout::act {

/// Starts PostgreSQL's unit on this node and returns when systemd says it is started.
[[nodiscard]] model::Result<void> start_service(const Context& context);

/// Stops PostgreSQL's unit on this node and makes sure that no postmaster is left.
[[nodiscard]] model::Result<void> stop_service(const Context& context);

}  // namespace pgmahout::act
