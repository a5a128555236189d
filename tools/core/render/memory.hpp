#pragma once

#include <cstdint>

namespace pgmahout::render {

/// PostgreSQL's memory settings, in MiB.
struct MemorySettings {
  std::int64_t shared_buffers = 0;
  std::int64_t effective_cache_size = 0;
  std::int64_t maintenance_work_mem = 0;
  std::int64_t work_mem = 0;
  std::int64_t wal_buffers = 0;
  std::int64_t min_wal_size = 0;
  std::int64_t max_wal_size = 0;

  bool operator==(const MemorySettings&) const = default;
};

/// What fits a machine of that memory (MiB; 0 = unknown: what also fits the smallest machine) that
/// runs PostgreSQL for so many connections and a Pgpool-II beside it. The memory is taken in steps
/// of 128 MiB, so that another kernel on the same machine does not ask for a restart.
[[nodiscard]] MemorySettings memory_settings(std::int64_t memory_mb, int max_connections);

}  // namespace pgmahout::render
