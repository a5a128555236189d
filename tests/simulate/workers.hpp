#pragma once

#include <functional>
#include <memory>

#include "day.hpp"

namespace pgmahout::simulate {

/// Days by their numbers, one after the other.
struct Days {
  std::uint64_t first = 1;
  std::uint64_t count = 1;
};

/// Lives the days in so many processes, each of which takes every so manyeth, and takes them in
/// the order of their numbers until it is told to stop. A process that crashes has broken the day
/// that it was in; another one goes on behind it.
void live_in_workers(const Days& days, int jobs, const std::function<Day(std::uint64_t)>& live,
                     const std::function<bool(const Day&)>& take);

}  // namespace pgmahout::simulate
