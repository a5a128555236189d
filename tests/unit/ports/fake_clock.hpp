#pragma once

#include "ports/clock.hpp"

/// Time that passes only when somebody sleeps.
class FakeClock : public pgmahout::ports::Clock {
 public:
  [[nodiscard]] pgmahout::ports::TimePoint now() const override { return now_; }
  void sleep_for(pgmahout::ports::Duration duration) override { now_ += duration; }

 private:
  pgmahout::ports::TimePoint now_;
};
