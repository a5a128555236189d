#include "breaks.hpp"

using namespace pgmahout;

std::vector<Broken> broken_services() {
  return {
      {"watchdog.two_leaders", "",
       [](Diagnosed& told) { told.node(2).watchdog->leader_host = "192.0.2.3"; }},
      {"watchdog.no_quorum", "", [](Diagnosed& told) { told.node(2).watchdog->quorum = false; }},
      {"failover.paused", "",
       [](Diagnosed& told) { told.node(1).pause = model::Pause{.reason = "a new switch"}; }},
      {"pgpool.hangs", "n2",
       [](Diagnosed& told) {
         told.node(2).watchdog = std::unexpected(
             model::Error{.kind = model::ErrorKind::no_answer, .what = "it says nothing"});
         told.node(2).units.push_back({"pgpool2", "active", "enabled", ""});
       }},
      {"pgpool.silent", "n2",
       [](Diagnosed& told) {
         told.node(2).watchdog = std::unexpected(model::Error{.what = "connection refused"});
       }},
      {"pgpool.calls_down", "n1", [](Diagnosed& told) { told.node(0).beliefs->at(1).up = false; }},
      {"pgpool.wrong_primary", "n1",
       [](Diagnosed& told) { told.node(2).beliefs->at(1).primary = true; }},
      {"vip.nowhere", "", [](Diagnosed& told) { told.node(0).holds_vip = false; }},
      {"vip.twice", "", [](Diagnosed& told) { told.node(1).holds_vip = true; }},
      {"vip.elsewhere", "n1",
       [](Diagnosed& told) {
         told.node(0).holds_vip = false;
         told.node(1).holds_vip = true;
       }},
      {"node.unguarded", "n1", [](Diagnosed& told) { told.node(1).units.clear(); }},
      {"node.versions", "", [](Diagnosed& told) { told.node(1).agent_version = "2"; }},
      {"clock.apart", "", [](Diagnosed& told) { told.known(2).at = "2026-03-01T12:00:30.000Z"; }},
      {"kernel.settings", "", [](Diagnosed& told) { told.fail_check("node.tcp_retries"); }},
      {"inventory.differs", "", [](Diagnosed& told) { told.fail_check("node.files"); }},
  };
}
