#include "ports/clock.hpp"

#include <doctest/doctest.h>

#include "ports/fake_clock.hpp"

using namespace pgmahout::ports;

TEST_CASE("a deadline counts down to zero and not below") {
  FakeClock clock;
  const Deadline deadline(clock, Duration{1000});
  clock.sleep_for(Duration{400});
  CHECK(deadline.remaining() == Duration{600});
  CHECK_FALSE(deadline.over());
  clock.sleep_for(Duration{5000});
  CHECK(deadline.remaining() == Duration{0});
  CHECK(deadline.over());
}

TEST_CASE("a part of a deadline takes its cap or what is left") {
  FakeClock clock;
  const Deadline deadline(clock, Duration{1000});
  CHECK(deadline.within(Duration{300}).remaining() == Duration{300});
  CHECK(deadline.within(Duration{9000}).remaining() == Duration{1000});
}

TEST_CASE("a stop ends every part of a deadline") {
  FakeClock clock;
  std::stop_source stop;
  const Deadline deadline(clock, Duration{1000}, stop.get_token());
  const auto part = deadline.within(Duration{300});
  CHECK(part.poll_timeout() <= 100);
  stop.request_stop();
  CHECK(part.over());
  CHECK(part.stopped());
  CHECK(part.poll_timeout() == 0);
}

TEST_CASE("waiting asks at least once and never sleeps beyond the deadline") {
  FakeClock clock;
  const Deadline deadline(clock, Duration{1000});
  int asked = 0;
  CHECK_FALSE(wait_until([&] { return ++asked > 100; }, deadline, Duration{300}));
  CHECK(asked == 5);
  CHECK(clock.now() == TimePoint{} + Duration{1000});
  CHECK(wait_until([] { return true; }, deadline, Duration{300}));
}
