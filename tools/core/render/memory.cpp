#include "render/memory.hpp"

#include <algorithm>

namespace pgmahout::render {

namespace {

constexpr std::int64_t kStep = 128;
constexpr std::int64_t kGigabyte = 1024;
constexpr std::int64_t kSmallest = 512;  // below this the fractions stop making sense

}  // namespace

MemorySettings memory_settings(std::int64_t memory_mb, int max_connections) {
  const std::int64_t memory = std::max(memory_mb / kStep * kStep, kSmallest);
  const std::int64_t shared = std::clamp<std::int64_t>(memory / 4, 128, 32 * kGigabyte);
  // A query may use work_mem several times over; three of them for each connection still fit into
  // what shared_buffers leaves.
  const std::int64_t for_work =
      (memory - shared) / (3 * std::max<std::int64_t>(max_connections, 1));
  const std::int64_t max_wal = std::clamp<std::int64_t>(memory / 2, 1024, 16 * kGigabyte);
  return {.shared_buffers = shared,
          .effective_cache_size = memory * 3 / 4,
          .maintenance_work_mem = std::clamp<std::int64_t>(memory / 16, 32, 1024),
          .work_mem = std::clamp<std::int64_t>(for_work, 4, 64),
          .wal_buffers = std::clamp<std::int64_t>(shared / 32, 4, 16),
          .min_wal_size = max_wal / 8,
          .max_wal_size = max_wal};
}

}  // namespace pgmahout::render
