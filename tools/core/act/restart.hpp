#pragma once

#include "act/context.hpp"

namespace pgmahout::act {

/// Restarts the PostgreSQL of this node, which is a standby or stopped, and waits until the
/// primary streams to it. Once it is stopped nothing but the time cuts the start off: not the loss
/// of whoever asked for it. Kind refused: it accepts writes, is fenced, or would not start with
/// what its files say now. Kind incomplete: it was stopped and does not stream yet.
[[nodiscard]] model::Result<void> restart_standby(const Context& context,
                                                  const model::Node& primary);

}  // namespace pgmahout::act
