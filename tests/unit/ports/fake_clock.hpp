#pragma once

#include "ports/clock.hpp"

/// Time that passes only when somebody sleeps.
class FakeClock : public pgmahout::ports::Clock {
 public:
  [[nodiscard]] pgmahout::ports::TimePoint now() const override { return now_; }
  void sleep_for(pgmahout::ports::Duration duration) override { now_ += duration; }
  [[nodiscard]] pgmahout::ports::Duration uptime() const override {
    return std::chrono::duration_cast<pgmahout::ports::Duration>(now_.time_since_epoch());
  }
  [[nodiscard]] std::chrono::system_clock::time_point wall_time() const override {
    return std::chrono::system_clock::time_point(std::chrono::seconds(1'700'000'000)) +
           std::chrono::duration_cast<std::chrono::system_clock::duration>(now_.time_since_epoch());
  }

 private:
  pgmahout::ports::TimePoint now_;
};
