#pragma once

#include <functional>
#include <string>
#include <vector>

#include "decide/verify/world.hpp"

namespace pgmahout::test {

/// One thing broken in a healthy world, and every check that must see it; no other may.
struct Break {
  std::string what;
  std::function<void(World&)> act;
  std::vector<std::string> seen;
};

inline model::Error refused() { return {.what = "connection refused"}; }

[[nodiscard]] std::vector<Break> node_breaks();
[[nodiscard]] std::vector<Break> kernel_breaks();
[[nodiscard]] std::vector<Break> postgresql_breaks();
[[nodiscard]] std::vector<Break> replication_breaks();
[[nodiscard]] std::vector<Break> pgpool_breaks();
[[nodiscard]] std::vector<Break> watchdog_breaks();

}  // namespace pgmahout::test
