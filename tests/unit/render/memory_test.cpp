#include "render/memory.hpp"

#include <doctest/doctest.h>

#include <initializer_list>

using pgmahout::render::memory_settings;

TEST_CASE("memory: an unknown machine gets what the smallest one gets") {
  CHECK(memory_settings(0, 100) == memory_settings(512, 100));
  CHECK(memory_settings(0, 100).shared_buffers == 128);
  CHECK(memory_settings(0, 100).work_mem == 4);
}

TEST_CASE("memory: known machines") {
  const auto small = memory_settings(1987, 250);
  CHECK(small.shared_buffers == 480);
  CHECK(small.effective_cache_size == 1440);
  CHECK(small.max_wal_size == 1024);
  const auto big = memory_settings(65536, 200);
  CHECK(big.shared_buffers == 16384);
  CHECK(big.maintenance_work_mem == 1024);
  CHECK(big.work_mem == 64);
  CHECK(big.max_wal_size == 16384);
  CHECK(big.wal_buffers == 16);
}

TEST_CASE("memory: whatever the machine, the parts fit it and grow with it") {
  auto before = memory_settings(0, 100);
  for (std::int64_t memory = 512; memory <= 4'000'000; memory = memory * 5 / 4 + 7)
    for (const int connections : {1, 100, 1000, 262143}) {
      CAPTURE(memory);
      CAPTURE(connections);
      const auto sizes = memory_settings(memory, connections);
      CHECK(sizes.shared_buffers >= 128);
      CHECK(sizes.shared_buffers * 4 <= memory);
      CHECK(sizes.effective_cache_size < memory);
      CHECK(sizes.maintenance_work_mem * 3 < memory);
      CHECK(sizes.work_mem >= 4);
      CHECK(sizes.min_wal_size >= 80);
      CHECK(sizes.min_wal_size < sizes.max_wal_size);
      CHECK(sizes.shared_buffers >= before.shared_buffers);
      before = sizes;
    }
}

TEST_CASE("memory: another kernel on the same machine changes nothing") {
  CHECK(memory_settings(1987, 250) == memory_settings(1980, 250));
}
