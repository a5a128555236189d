#pragma once

#include <set>

#include "act/context.hpp"

namespace pgmahout::act {

/// How long a host gets that the guard believes silent: were it back, it would answer at once.
inline constexpr ports::Duration kForTheSilent{300};

/// The nodes whose hosts the guard of this node believes silent, as it noted last; it may have
/// ended since. Who relies on this must lose nothing but time when it is wrong.
[[nodiscard]] std::set<int> lost_hosts(const Context& context);

/// Notes them for everybody on this node, also across a restart of the guard.
[[nodiscard]] model::Result<void> note_lost_hosts(const Context& context,
                                                  const std::set<int>& lost);

}  // namespace pgmahout::act
