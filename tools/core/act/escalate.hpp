#pragma once

#include "act/context.hpp"

namespace pgmahout::act {

/// Takes the virtual IP away from every other node, all at once, before Pgpool-II brings it up
/// here. It never fails: Pgpool-II brings the address up anyway, and a node that does not answer
/// is only logged, with the machine that still answers for the address, if there is one.
void drop_vip_elsewhere(const Context& context);

/// Takes the virtual IP away from this node, also when Pgpool-II's own command for it does not
/// work. The other nodes are left alone: one of them may be the new leader and hold it rightly.
void drop_vip_here(const Context& context);

}  // namespace pgmahout::act
