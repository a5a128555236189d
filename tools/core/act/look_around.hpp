#pragma once

#include <set>

#include "act/context.hpp"
#include "model/node_state.hpp"

namespace pgmahout::act {

/// Asks the servers of all nodes at once, this one included; a dark host costs the whole patience,
/// one that is believed silent kForTheSilent.
[[nodiscard]] model::Observation look_around(const Context& context,
                                             ports::Duration patience = ports::Duration{2000},
                                             const std::set<int>& silent = {});

}  // namespace pgmahout::act
