#include "ports/clock.hpp"

#include <algorithm>
#include <ctime>
#include <thread>

namespace pgmahout::ports {

TimePoint SystemClock::now() const { return std::chrono::steady_clock::now(); }

void SystemClock::sleep_for(Duration duration) { std::this_thread::sleep_for(duration); }

Duration SystemClock::uptime() const {
  timespec time{};
  (void)clock_gettime(CLOCK_BOOTTIME, &time);  // fails only for clocks that do not exist
  return std::chrono::duration_cast<Duration>(std::chrono::seconds(time.tv_sec) +
                                              std::chrono::nanoseconds(time.tv_nsec));
}

std::chrono::system_clock::time_point SystemClock::wall_time() const {
  return std::chrono::system_clock::now();
}

Deadline::Deadline(Clock& clock, Duration duration, std::stop_token stop)
    : Deadline(clock, clock.now() + duration, std::move(stop)) {}

Deadline::Deadline(Clock& clock, TimePoint end, std::stop_token stop)
    : clock_(&clock), end_(end), stop_(std::move(stop)) {}

bool Deadline::over() const { return remaining() == Duration::zero(); }

bool Deadline::stopped() const { return stop_.stop_requested(); }

Duration Deadline::remaining() const {
  if (stopped()) return Duration::zero();
  const auto left = std::chrono::duration_cast<Duration>(end_ - clock_->now());
  return std::max(left, Duration::zero());
}

Deadline Deadline::within(Duration cap) const {
  return {*clock_, std::min(end_, clock_->now() + cap), stop_};
}

int Deadline::poll_timeout() const {
  constexpr Duration kNoticeStop{100};
  return static_cast<int>(std::min(remaining(), kNoticeStop).count());
}

}  // namespace pgmahout::ports
