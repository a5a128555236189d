#pragma once

#include <algorithm>

#include "ports/clock.hpp"

namespace pgmahout::act {

/// When something that went wrong is tried again: after twice the time with every failure.
class BackOff {
 public:
  BackOff(ports::Duration first, ports::Duration longest) : first_(first), longest_(longest) {}

  [[nodiscard]] bool is_due(ports::TimePoint now) const { return now >= next_; }
  /// How long from now.
  ports::Duration failed(ports::TimePoint now) {
    pause_ = std::clamp(2 * pause_, first_, longest_);
    next_ = now + pause_;
    return pause_;
  }
  void reset() {
    pause_ = ports::Duration::zero();
    next_ = {};
  }

 private:
  ports::Duration first_;
  ports::Duration longest_;
  ports::Duration pause_{0};
  ports::TimePoint next_;
};

}  // namespace pgmahout::act
