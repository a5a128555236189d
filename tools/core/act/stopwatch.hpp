#pragma once

#include <optional>

#include "ports/clock.hpp"

namespace pgmahout::act {

/// How long something has been so without a break.
class Stopwatch {
 public:
  /// Told at every look whether it is so; returns since when, zero when it is not.
  ports::Duration look(bool is_so, ports::TimePoint now) {
    if (!is_so) since_.reset();
    if (is_so && !since_) since_ = now;
    return since_ ? std::chrono::duration_cast<ports::Duration>(now - *since_)
                  : ports::Duration::zero();
  }
  void restart() { since_.reset(); }

 private:
  std::optional<ports::TimePoint> since_;
};

}  // namespace pgmahout::act
