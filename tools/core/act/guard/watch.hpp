#pragma once

#include "act/context.hpp"

namespace pgmahout::act {

/// The guard's watch over the server of this node, until it is told to stop: a server that ended by
/// itself is started again or replaced; one that is cut off, or hangs, is stopped. It never
/// promotes.
[[nodiscard]] model::Result<void> watch(const Context& context);

}  // namespace pgmahout::act
