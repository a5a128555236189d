#pragma once

#include "agent/reach.hpp"
#include "model/cluster_history.hpp"
#include "ports/crew.hpp"

namespace pgmahout::agent {

/// Asks the agents of all nodes at once what they know of the past.
[[nodiscard]] model::NodeHistories ask_history(const Reach& reach, ports::Crew& crew,
                                               const model::Cluster& cluster,
                                               const ports::Deadline& deadline);

}  // namespace pgmahout::agent
