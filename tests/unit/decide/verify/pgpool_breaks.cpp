#include "decide/verify/breaks.hpp"

namespace pgmahout::test {

std::vector<Break> pgpool_breaks() {
  return {
      {"another release", [](World& w) { w.pgpool(1).version = "4.3.4"; }, {"pgpool.version fail"}},
      {"another branch",
       [](World& w) {
         w.cluster.pgpool.version = {4, 4, 0};
       },
       {"pgpool.version fail"}},
      {"another patch level than configured",
       [](World& w) {
         w.cluster.pgpool.version = {4, 3, 6};
       },
       {"pgpool.version fail"}},
      {"a wrong node id",
       [](World& w) { w.node(1).pgpool_node_id = "0"; },
       {"pgpool.node_id fail"}},
      {"another value",
       [](World& w) { w.pgpool(1).parameters["health_check_period"] = "0"; },
       {"pgpool.settings fail"}},
      {"an ignored parameter",
       [](World& w) { w.pgpool(1).parameters.erase("health_check_period"); },
       {"pgpool.settings fail"}},
      {"an md5 entry",
       [](World& w) { w.node(1).pool_passwords["app"] = "md5"; },
       {"pgpool.passwords fail"}},
      {"a missing entry",
       [](World& w) { w.node(1).pool_passwords.erase("postgres"); },
       {"pgpool.passwords fail"}},
      {"a detached backend",
       [](World& w) { w.pgpool(2).backends[1].status = "down"; },
       {"pgpool.backends fail"}},
      {"a dead backend that is called up",
       [](World& w) { w.pgpool(2).backends[1].live_status = "down"; },
       {"pgpool.backends fail"}},
      {"a role that is not true",
       [](World& w) { w.pgpool(2).backends[0].role = "standby"; },
       {"pgpool.backends fail"}},
      {"a live role that is not true",
       [](World& w) { w.pgpool(2).backends[0].live_role = "unknown"; },
       {"pgpool.backends fail"}},
      {"a missing backend",
       [](World& w) { w.pgpool(2).backends.pop_back(); },
       {"pgpool.backends fail"}},
  };
}

std::vector<Break> watchdog_breaks() {
  return {
      {"PCP refuses",
       [](World& w) { w.node(1).watchdog = std::unexpected(refused()); },
       {"watchdog.answers fail", "watchdog.members skipped", "watchdog.quorum skipped",
        "watchdog.leader skipped"}},
      {"a lost member",
       [](World& w) { w.watchdog(0).members[2].status = "LOST"; },
       {"watchdog.members fail"}},
      {"a removed member",
       [](World& w) { w.watchdog(0).members[2].membership = "REMOVED-LOST"; },
       {"watchdog.members fail"}},
      {"no quorum",
       [](World& w) { w.watchdog(1).quorum = "QUORUM ABSENT"; },
       {"watchdog.quorum fail"}},
      {"half a quorum",
       [](World& w) { w.watchdog(1).quorum = "QUORUM IS ON THE EDGE"; },
       {"watchdog.quorum warn"}},
      {"two leaders",
       [](World& w) { w.watchdog(1).members[1].status = "LEADER"; },
       {"watchdog.leader fail"}},
      {"no agreement on the leader",
       [](World& w) { w.watchdog(1).leader_host = "10.0.0.2"; },
       {"watchdog.leader fail"}},
      {"one heartbeat sender is not heard",
       [](World& w) { w.node(1).heartbeat.heard = 3; },
       {"watchdog.heartbeat fail"}},
      {"the receiver listens on loopback only",
       [](World& w) { w.node(1).heartbeat.bound_to = {"127.0.0.1"}; },
       {"watchdog.heartbeat fail"}},
      {"too few for the time that was listened",
       [](World& w) { w.node(1).heartbeat.seconds *= 2; },
       {"watchdog.heartbeat fail"}},
      {"a second virtual IP",
       [](World& w) { w.node(1).addresses.push_back(w.cluster.vip); },
       {"vip.holder fail"}},
      {"no virtual IP", [](World& w) { w.node(0).addresses.pop_back(); }, {"vip.holder fail"}},
      {"the virtual IP is not on the leader",
       [](World& w) {
         w.node(0).addresses.pop_back();
         w.node(1).addresses.push_back(w.cluster.vip);
       },
       {"vip.holder fail"}},
      {"a user cannot log in",
       [](World& w) { w.node(1).logins[2].accepted = false; },
       {"vip.logins fail"}},
      {"a user needs no password",
       [](World& w) { w.node(1).logins[2].password_asked = false; },
       {"vip.logins fail"}},
      {"a user was not tried",
       [](World& w) { w.node(1).logins.erase(w.node(1).logins.begin()); },
       {"vip.logins fail"}},
      {"any password will do",
       [](World& w) { w.node(1).logins[3].accepted = true; },
       {"vip.wrong_password fail"}},
  };
}

}  // namespace pgmahout::test
