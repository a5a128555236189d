#pragma once

#include "act/context.hpp"

namespace pgmahout::act {

/// What systemd runs before it starts PostgreSQL: returns when the server may start, and makes it
/// start as what it may be. A server that was primary waits until so many other nodes have answered
/// that none can have been promoted unknown to them. Kinds: refused (it is fenced, or another was
/// promoted; then it is fenced now), no_answer (too few answered until the deadline).
[[nodiscard]] model::Result<void> pass_gate(const Context& context);

}  // namespace pgmahout::act
