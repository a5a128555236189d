#pragma once

#include <string>
#include <vector>

#include "world.hpp"

namespace pgmahout::simulate {

/// One thing that breaks, as data: a schedule can be told, and lived again without some of it.
struct Fault {
  Time when{0};
  Time lasts{0};
  int kind = 0;
  int host = -1;  ///< -1: whoever is primary then
  int other = 1;  ///< how many hosts further on the second one is, where a fault has two
  Time delay{0};  ///< of what comes a moment later

  bool operator==(const Fault&) const = default;
};

using Schedule = std::vector<Fault>;

/// The faults of a day, some of them in the middle of what the last one set off.
[[nodiscard]] Schedule draw_faults(Random& random, int hosts, Time from, Time until);

/// Lets them happen to a world; each is over some time after it.
void play(World& world, const Schedule& schedule);

/// Ends what is still broken: power, time, network and disks are back.
void mend_everything(World& world);

[[nodiscard]] std::string name_of(const Fault& fault);
/// The names of all kinds.
[[nodiscard]] std::vector<std::string> fault_names();

}  // namespace pgmahout::simulate
