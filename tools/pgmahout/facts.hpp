#pragma once

#include "agent/ask_nodes.hpp"
#include "model/cluster.hpp"

namespace pgmahout::cli {

/// Files are rendered from facts. When nobody gave them the machines are asked; false when not all
/// of them answered.
[[nodiscard]] bool complete_facts(model::Cluster& cluster, const agent::Questions& questions);

}  // namespace pgmahout::cli
