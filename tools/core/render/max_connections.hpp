#pragma once

#include "model/cluster.hpp"
#include "settings/derived.hpp"

namespace pgmahout::render {

/// PostgreSQL's max_connections: what the inventory says, or what is derived when that is 0.
[[nodiscard]] inline int max_connections(const model::Cluster& cluster) {
  return cluster.postgresql.max_connections > 0 ? cluster.postgresql.max_connections
                                                : settings::derived_max_connections(cluster);
}

}  // namespace pgmahout::render
