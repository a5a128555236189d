#include "decide/verify/heartbeat.hpp"

#include <doctest/doctest.h>

using namespace pgmahout::decide;

TEST_CASE("the period comes from pgpool.conf") {
  CHECK(heartbeat_period({{"wd_heartbeat_keepalive", "1"}}) == doctest::Approx(1));
  CHECK(heartbeat_period({{"wd_heartbeat_keepalive", "3s"}}) == doctest::Approx(3));
  CHECK(heartbeat_period({}) == doctest::Approx(2));
  CHECK(heartbeat_period({{"wd_heartbeat_keepalive", "often"}}) == doctest::Approx(2));
  CHECK(heartbeat_period({{"wd_heartbeat_keepalive", "0"}}) > 0);
}

TEST_CASE("listening lasts nearly three periods, but not for ever") {
  CHECK(listening_seconds({{"wd_heartbeat_keepalive", "1"}}) == doctest::Approx(2.9));
  CHECK(listening_seconds({}) == doctest::Approx(5.8));
  CHECK(listening_seconds({{"wd_heartbeat_keepalive", "1000"}}) == doctest::Approx(30));
}

TEST_CASE("due is more than one silent sender would leave, and what slow senders still reach") {
  // One sender of two is heard at most floor(periods) + 1 times.
  for (const double periods : {2.9, 5.8, 8.7}) {
    CHECK(heartbeats_due(periods, 2) > static_cast<int>(periods) + 1);
    CHECK(heartbeats_due(periods, 2) <= 2 * static_cast<int>(periods / 1.45));
  }
  CHECK(heartbeats_due(2.9, 1) == 1);
  CHECK(heartbeats_due(2.9, 4) == 8);
  CHECK(heartbeats_due(0.1, 2) == 1);
}
