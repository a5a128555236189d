#pragma once

#include <optional>

#include "act/context.hpp"
#include "model/pause.hpp"

namespace pgmahout::act {

/// Pauses automatic failover on this node, also across its reboots. One that is paused already
/// keeps its reason. Returns whether it was not.
[[nodiscard]] model::Result<bool> pause(const Context& context, const std::string& reason);

/// Ends the pause. Returns whether there was one.
[[nodiscard]] model::Result<bool> resume(const Context& context);

/// The pause of this node, or nothing.
[[nodiscard]] model::Result<std::optional<model::Pause>> read_pause(const Context& context);

/// Whether this node is paused; of one whose record cannot be read nobody knows, and it is not.
[[nodiscard]] bool is_paused(const Context& context);

}  // namespace pgmahout::act
