#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "faults.hpp"

namespace pgmahout::simulate {

/// What came of a day.
struct Day {
  std::uint64_t number = 0;
  std::vector<std::string> broken;  ///< promises
  std::vector<std::string> story;
  std::map<std::string, int> seen;  ///< how often each of what coverage wants to see happened
  std::size_t acknowledged = 0;
  int promotions = 0;
};

/// The faults of the day of that number.
[[nodiscard]] Schedule schedule_of(std::uint64_t number);

/// Lives the day of that number with these faults.
[[nodiscard]] Day live(std::uint64_t number, const Schedule& schedule, const Telling& telling);

}  // namespace pgmahout::simulate
