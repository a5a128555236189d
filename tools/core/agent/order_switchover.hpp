#pragma once

#include <functional>
#include <string>

#include "agent/reach.hpp"

namespace pgmahout::agent {

/// How long a switchover may take.
inline constexpr ports::Duration kToSwitchOver{150000};

/// Has the leading Pgpool-II's node make `to` the primary in the place of `from`; tells each step.
/// Returns who is primary then.
[[nodiscard]] model::Result<std::string> order_switchover(
    const Reach& reach, const model::Node& leader, const std::string& from, const std::string& to,
    const ports::Deadline& deadline, const std::function<void(const std::string&)>& tell_step);

}  // namespace pgmahout::agent
