#include "settings/timers.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>

using namespace pgmahout;
using model::FailoverProfile;
using settings::timers_of;
using std::chrono::milliseconds;

namespace {

constexpr std::array kEveryProfile{FailoverProfile::fast, FailoverProfile::balanced,
                                   FailoverProfile::safe};

}  // namespace

TEST_CASE("in every profile votes meet, heartbeats fit and connects end in time") {
  for (const auto profile : kEveryProfile) {
    const auto t = timers_of(profile);
    CHECK(settings::slowest_detection(t) < settings::kVoteWindow);
    CHECK(t.wd_heartbeat_deadtime >= 3 * std::max(t.wd_interval, t.wd_heartbeat_keepalive));
    CHECK(t.connect_timeout <= t.health_check_timeout);
    CHECK(t.search_primary_node_timeout <= std::chrono::seconds{20});
    // A standby asks a silent primary again before that has given the standby up.
    CHECK(t.wal_receiver_timeout / 2 < t.wal_sender_timeout);
  }
}

TEST_CASE("in every profile a primary that is cut off has ended before another is promoted") {
  for (const auto profile : kEveryProfile) {
    const auto t = timers_of(profile);
    CHECK(t.fence_after > milliseconds{0});
    CHECK(t.stop_bound > milliseconds{0});
    CHECK(settings::quorum_loss_noticed(t) == t.wd_heartbeat_deadtime + t.wd_interval);
    CHECK(settings::slowest_fence(t) ==
          settings::quorum_loss_noticed(t) + t.fence_after + t.stop_bound);
    CHECK(settings::slowest_fence(t) + milliseconds{500} <= t.promotion_wait);
    CHECK(settings::fence_precedes_promotion(t));
    // Both signs of life are gone when the slower of them is: the quorum is the slower one.
    CHECK(t.wal_sender_timeout < settings::quorum_loss_noticed(t));
  }
}

TEST_CASE("the fence needs half a second to spare, not a millisecond less") {
  auto t = timers_of(FailoverProfile::fast);
  t.promotion_wait = settings::slowest_fence(t) + settings::kFenceMargin;
  CHECK(settings::fence_precedes_promotion(t));
  t.promotion_wait -= milliseconds{1};
  CHECK_FALSE(settings::fence_precedes_promotion(t));
}

TEST_CASE("a witness has heard the primary within half of wal_receiver_timeout and a little") {
  CHECK(settings::witness_age(timers_of(FailoverProfile::fast)) == milliseconds{2300});
  CHECK(settings::witness_age(timers_of(FailoverProfile::balanced)) == milliseconds{4300});
  CHECK(settings::witness_age(timers_of(FailoverProfile::safe)) == milliseconds{10300});
  for (const auto profile : kEveryProfile)
    CHECK(settings::witness_age(timers_of(profile)) < timers_of(profile).wal_receiver_timeout);
}

TEST_CASE("who vanished has no witness any more when the first vote can come") {
  for (const auto profile : kEveryProfile) {
    const auto t = timers_of(profile);
    const auto attempt = std::min<milliseconds>(t.health_check_timeout, t.connect_timeout);
    const auto first_vote = (t.health_check_max_retries + 1) * attempt +
                            t.health_check_max_retries * t.health_check_retry_delay;
    CHECK(settings::witness_age(t) < first_vote);
  }
}

TEST_CASE("the profiles are what their names say") {
  const auto pause = [](FailoverProfile profile) {
    return settings::tolerated_pause(timers_of(profile));
  };
  CHECK(pause(FailoverProfile::fast) < pause(FailoverProfile::balanced));
  CHECK(pause(FailoverProfile::balanced) < pause(FailoverProfile::safe));
}

TEST_CASE("single timers of the user win") {
  model::Cluster cluster;
  cluster.pgpool.settings = {{"wd_interval", "7"}, {"connect_timeout", "900"}};
  const auto timers = settings::effective_timers(cluster).value();
  CHECK(timers.wd_interval == std::chrono::seconds{7});
  CHECK(timers.connect_timeout == std::chrono::milliseconds{900});
  CHECK(timers.wd_heartbeat_deadtime == timers_of(cluster.failover_profile).wd_heartbeat_deadtime);
  CHECK(timers.fence_after == timers_of(cluster.failover_profile).fence_after);
  cluster.pgpool.settings = {{"wd_interval", "-7"}};
  CHECK_FALSE(settings::effective_timers(cluster).has_value());
}

TEST_CASE("the guard's timers win one by one, and 0 leaves the profile's") {
  model::Cluster cluster;
  const auto profile = timers_of(cluster.failover_profile);
  const auto effective = [&cluster] { return settings::effective_timers(cluster).value(); };
  CHECK(effective() == profile);
  cluster.guard_timers = {.fence_after_ms = 1, .stop_bound_ms = 0, .promotion_wait_ms = 0};
  CHECK(effective().fence_after == milliseconds{1});
  CHECK(effective().stop_bound == profile.stop_bound);
  CHECK(effective().promotion_wait == profile.promotion_wait);
  cluster.guard_timers = {.fence_after_ms = 0, .stop_bound_ms = 2, .promotion_wait_ms = 3};
  CHECK(effective().fence_after == profile.fence_after);
  CHECK(effective().stop_bound == milliseconds{2});
  CHECK(effective().promotion_wait == milliseconds{3});
}
