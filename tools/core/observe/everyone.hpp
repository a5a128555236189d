#pragma once

#include <functional>

#include "model/cluster.hpp"
#include "model/node_state.hpp"
#include "ports/sql.hpp"

namespace pgmahout::observe {

/// Asks the servers of all nodes at once; who is slower than the deadline is silent.
[[nodiscard]] model::Observation ask_everyone(
    ports::Sql& sql, const model::Cluster& cluster,
    const std::function<ports::SqlTarget(const model::Node&)>& target_of,
    const ports::Deadline& deadline);

/// One line a node, for the log.
[[nodiscard]] std::string to_string(const model::NodeState& node);

}  // namespace pgmahout::observe
