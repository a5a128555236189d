#include "settings/derived.hpp"

#include <algorithm>

namespace pgmahout::settings {

std::int64_t pool_connections(const model::Cluster& cluster) {
  return static_cast<std::int64_t>(cluster.nodes.size()) * cluster.pgpool.num_init_children *
         cluster.pgpool.max_pool;
}

int derived_max_connections(const model::Cluster& cluster) {
  constexpr std::int64_t kSpare = 20;
  constexpr std::int64_t kStep = 50;
  constexpr std::int64_t kLeast = 100;
  // The most that PostgreSQL accepts.
  constexpr std::int64_t kMost = 262143;
  const std::int64_t needed = pool_connections(cluster) + kSpare;
  const std::int64_t rounded = (needed + kStep - 1) / kStep * kStep;
  return static_cast<int>(std::clamp(rounded, kLeast, kMost));
}

}  // namespace pgmahout::settings
