#pragma once

#include <functional>
#include <string>

#include "agent/reach.hpp"

namespace pgmahout::agent {

/// Has the node whose Pgpool-II leads switch over, and returns who is primary then. Each step is
/// told as a sentence.
[[nodiscard]] model::Result<std::string> order_switchover(
    const Reach& reach, const model::Node& leader, const std::string& from, const std::string& to,
    const ports::Deadline& deadline, const std::function<void(const std::string&)>& on_step);

}  // namespace pgmahout::agent
