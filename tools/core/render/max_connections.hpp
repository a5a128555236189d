#pragma once

#include "model/cluster.hpp"

namespace pgmahout::render {

/// PostgreSQL's max_connections: what the inventory says, or, when it says 0, enough for the pools
/// of every Pgpool-II at once plus 20, rounded up to 50, at least 100.
[[nodiscard]] int max_connections(const model::Cluster& cluster);

}  // namespace pgmahout::render
