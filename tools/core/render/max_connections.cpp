#include "render/max_connections.hpp"

#include <algorithm>

namespace pgmahout::render {

int max_connections(const model::Cluster& cluster) {
  if (cluster.postgresql.max_connections > 0) return cluster.postgresql.max_connections;
  const int pools = static_cast<int>(cluster.nodes.size()) * cluster.pgpool.num_init_children *
                    cluster.pgpool.max_pool;
  return std::max((pools + 20 + 49) / 50 * 50, 100);
}

}  // namespace pgmahout::render
