#pragma once

#include <functional>
#include <string>

#include "agent/reach.hpp"

namespace pgmahout::agent {

/// Who leads the watchdogs and is told, whose place is to be filled, and by whom.
struct SwitchoverOrder {
  const model::Node& leader;
  std::string from;
  std::string to;
};

/// Has the node whose Pgpool-II leads switch over, and returns who is primary then. Each step is
/// told as a sentence.
[[nodiscard]] model::Result<std::string> order_switchover(
    const Reach& reach, const SwitchoverOrder& order, const ports::Deadline& deadline,
    const std::function<void(const std::string&)>& on_step);

}  // namespace pgmahout::agent
