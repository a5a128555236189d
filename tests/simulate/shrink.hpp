#pragma once

#include "day.hpp"

namespace pgmahout::simulate {

/// The fewest and shortest faults with which that day still breaks the promise that it broke
/// first; all of them when it breaks none.
[[nodiscard]] Schedule shrink(std::uint64_t number, Schedule schedule);

}  // namespace pgmahout::simulate
