#include "report/copy_progress.hpp"

#include <doctest/doctest.h>

using namespace pgmahout::report;

TEST_CASE("how far a copy has come") {
  CHECK(copy_progress_line({.node = "n1"}, 80) == "n1               waiting for the checkpoint");
  CHECK(
      copy_progress_line({.node = "n1",
                          .bytes = std::uint64_t{512} << 20U,
                          .total = std::uint64_t{1} << 30U,
                          .seconds = 4},
                         120) ==
      "n1               [############............]  50% 512 MiB of 1.0 GiB, 128 MiB/s, 0:04 left");
  CHECK(copy_progress_line({.node = "n1", .bytes = 5, .total = 4, .seconds = 0}, 30).size() == 30);
}

TEST_CASE("amounts for people") {
  CHECK(human_bytes(0) == "0 B");
  CHECK(human_bytes(1023) == "1023 B");
  CHECK(human_bytes(1536) == "1.5 KiB");
  CHECK(human_bytes(std::uint64_t{20} << 30U) == "20 GiB");
  CHECK(human_time(59) == "0:59");
  CHECK(human_time(3661) == "1:01:01");
}
