#pragma once

#include "act/context.hpp"

namespace pgmahout::act {

/// The network device that has exactly that address, written in any way; empty: none has.
[[nodiscard]] std::string device_with_address(const std::string& address);

/// Takes the virtual IP away from this node when it has it; returns whether it had it.
[[nodiscard]] model::Result<bool> drop_vip(const Context& context);

}  // namespace pgmahout::act
