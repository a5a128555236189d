#pragma once

#include <algorithm>
#include <chrono>
#include <stop_token>

namespace pgmahout::ports {

using Duration = std::chrono::milliseconds;
using TimePoint = std::chrono::steady_clock::time_point;

/// Monotonic time, so that a clock set by hand or by NTP ends no wait early or late.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual TimePoint now() const = 0;
  virtual void sleep_for(Duration duration) = 0;
  /// Since the machine booted, the same for every process on it, and what /proc/uptime says.
  [[nodiscard]] virtual Duration uptime() const = 0;
  /// What a calendar on the wall says: for people to read, never to wait by.
  [[nodiscard]] virtual std::chrono::system_clock::time_point wall_time() const = 0;
};

/// The machine's own clock.
class SystemClock : public Clock {
 public:
  [[nodiscard]] TimePoint now() const override;
  void sleep_for(Duration duration) override;
  [[nodiscard]] Duration uptime() const override;
  [[nodiscard]] std::chrono::system_clock::time_point wall_time() const override;
};

/// By when a whole operation must have ended, or that it was told to stop. It is handed down, and
/// each call takes its own cap or what is left, whichever is less. It refers to the clock, which
/// must outlive it.
class Deadline {
 public:
  Deadline(Clock& clock, Duration duration, std::stop_token stop = {});

  [[nodiscard]] bool over() const;                    ///< time is up, or it was told to stop
  [[nodiscard]] bool stopped() const;                 ///< it was told to stop
  [[nodiscard]] Duration remaining() const;           ///< never negative; 0 when stopped
  [[nodiscard]] Deadline within(Duration cap) const;  ///< the same, but at most cap from now
  [[nodiscard]] int poll_timeout()
      const;  ///< milliseconds for poll(2), short enough to notice a stop
  [[nodiscard]] Clock& clock() const { return *clock_; }

 private:
  Deadline(Clock& clock, TimePoint end, std::stop_token stop);

  Clock* clock_;
  TimePoint end_;
  std::stop_token stop_;
};

/// Asks again and again, with pauses, until done() says true or the deadline is over; returns
/// what it said last. done() is always asked at least once.
template <typename Done>
[[nodiscard]] bool wait_until(Done&& done, const Deadline& deadline, Duration pause) {
  while (!done()) {
    if (deadline.over()) return false;
    deadline.clock().sleep_for(std::min(pause, deadline.remaining()));
  }
  return true;
}

}  // namespace pgmahout::ports
