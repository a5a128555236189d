#pragma once

#include <optional>

#include "act/context.hpp"

namespace pgmahout::act {

/// Whether this node has the virtual IP.
[[nodiscard]] bool vip_is_here(const Context& context);

/// Takes the virtual IP away from this node when it has it; returns whether it had it.
[[nodiscard]] model::Result<bool> drop_vip(const Context& context);

/// The hardware address of another machine that answers for the virtual IP, or nothing. Takes a
/// second, as arping(8) does when nobody answers. IPv6 makes sure of it by itself.
[[nodiscard]] model::Result<std::optional<std::string>> holder_of_vip(const Context& context);

/// Tells the network that the virtual IP is at this node now; takes a second. IPv6 does so by
/// itself.
[[nodiscard]] model::Result<void> announce_vip(const Context& context);

}  // namespace pgmahout::act
