#pragma once

#include <string>
#include <vector>

#include "model/cluster.hpp"
#include "model/cluster_history.hpp"
#include "ports/shell.hpp"

namespace pgmahout::agent {

/// How the nodes' agents are reached.
struct Reach {
  std::vector<ports::Target> targets;  ///< one a node
  std::vector<std::string> argv;       ///< what runs the agent there
};

/// Asks the agents of all nodes at once what they know of the past.
[[nodiscard]] model::NodeHistories ask_history(ports::Shell& shell, const Reach& reach,
                                               const ports::Deadline& deadline);

}  // namespace pgmahout::agent
