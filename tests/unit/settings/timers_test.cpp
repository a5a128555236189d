#include "settings/timers.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace pgmahout;
using model::FailoverProfile;
using settings::timers_of;

TEST_CASE("in every profile votes meet, heartbeats fit and connects end in time") {
  for (const auto profile :
       {FailoverProfile::fast, FailoverProfile::balanced, FailoverProfile::safe}) {
    const auto t = timers_of(profile);
    CHECK(settings::slowest_detection(t) < settings::kVoteWindow);
    CHECK(t.wd_heartbeat_deadtime >= 3 * std::max(t.wd_interval, t.wd_heartbeat_keepalive));
    CHECK(t.connect_timeout <= t.health_check_timeout);
    CHECK(t.search_primary_node_timeout <= std::chrono::seconds{20});
    // A replication link is given up no later than a standby could be promoted elsewhere.
    CHECK(t.wal_receiver_timeout == t.wal_sender_timeout);
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
  cluster.pgpool.settings = {{"wd_interval", "-7"}};
  CHECK_FALSE(settings::effective_timers(cluster).has_value());
}
