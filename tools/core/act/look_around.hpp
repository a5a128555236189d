#pragma once

#include "act/context.hpp"
#include "model/node_state.hpp"

namespace pgmahout::act {

/// Asks the servers of all nodes at once, this one included; a dark host costs the whole patience.
[[nodiscard]] model::Observation look_around(const Context& context,
                                             ports::Duration patience = ports::Duration{2000});

}  // namespace pgmahout::act
