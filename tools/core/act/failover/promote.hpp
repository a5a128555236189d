#pragma once

#include "act/context.hpp"

namespace pgmahout::act {

/// Makes the standby behind that session leave recovery. What the call answers proves nothing: it
/// may be lost, and promotion goes on. Kinds: failed (it certainly did not begin, or
/// was started anew and has forgotten it), incomplete (it was asked and is not out of recovery
/// yet, or has ended and stays down).
[[nodiscard]] model::Result<void> promote(const Context& context, ports::SqlSession& standby,
                                          const model::Node& node);

}  // namespace pgmahout::act
