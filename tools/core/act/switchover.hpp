#pragma once

#include <functional>

#include "act/context.hpp"

namespace pgmahout::act {

/// What is told while it goes on: one sentence each.
using OnStep = std::function<void(const std::string&)>;

/// Makes that standby primary, or with none named whoever is best, by the Pgpool-II of this node,
/// which must lead: so that all of Pgpool-II knows of it, and everything that a failover holds
/// holds here. Returns the new primary when the other nodes stream from it and Pgpool-II has taken
/// them in. Kinds: refused (nothing was done), failed (the old primary is back), incomplete
/// (somebody is primary; what is left heals by itself, or the message says what).
[[nodiscard]] model::Result<const model::Node*> switch_over(const Context& context,
                                                            const model::Node& from,
                                                            const model::Node* to,
                                                            const OnStep& on_step);

}  // namespace pgmahout::act
