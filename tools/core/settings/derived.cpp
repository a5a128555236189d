#include "settings/derived.hpp"

#include <algorithm>

namespace pgmahout::settings {

namespace {

// A parameter that needs a restart does not change, then, while a cluster has three to five nodes.
constexpr std::size_t kRoomForNodes = 5;

std::int64_t pools(const model::Cluster& cluster, std::size_t nodes) {
  return static_cast<std::int64_t>(nodes) * cluster.pgpool.num_init_children *
         cluster.pgpool.max_pool;
}

}  // namespace

std::int64_t pool_connections(const model::Cluster& cluster) {
  return pools(cluster, cluster.nodes.size());
}

int derived_max_connections(const model::Cluster& cluster) {
  constexpr std::int64_t kSpare = 20;
  constexpr std::int64_t kStep = 50;
  constexpr std::int64_t kLeast = 100;
  // The most that PostgreSQL accepts.
  constexpr std::int64_t kMost = 262143;
  const std::int64_t needed =
      pools(cluster, std::max(cluster.nodes.size(), kRoomForNodes)) + kSpare;
  const std::int64_t rounded = (needed + kStep - 1) / kStep * kStep;
  return static_cast<int>(std::clamp(rounded, kLeast, kMost));
}

}  // namespace pgmahout::settings
