#pragma once

#include "act/context.hpp"

namespace pgmahout::act {

/// Attaches a node to the Pgpool-II of this machine by PCP, and makes sure that it took: the
/// command's own success only says that the request was queued.
[[nodiscard]] model::Result<void> attach(const Context& context, const model::Node& node);

}  // namespace pgmahout::act
