#pragma once

#include "ports/clock.hpp"

namespace pgmahout::act {

/// Lets a part of the guard look again and again, with pauses, until the deadline is over.
template <typename Part>
void look_all_the_time(Part& part, const ports::Deadline& deadline, ports::Duration pause) {
  const auto look = [&] {
    part.look();
    return false;
  };
  (void)ports::wait_until(look, deadline, pause);
}

}  // namespace pgmahout::act
