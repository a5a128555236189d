// What the guard decides: about a crashed server, a cut-off one, a node astray, synchronous names,
// and a failover that was refused.
#include <doctest/doctest.h>

#include "decide/crash.hpp"
#include "decide/isolation.hpp"
#include "decide/mend.hpp"
#include "decide/names.hpp"
#include "decide/neighbour.hpp"
#include "decide/retry.hpp"
#include "decide/vip.hpp"
#include "observed.hpp"

using namespace pgmahout;
using decide::CrashAction;
using decide::MendAction;
using decide::NamesAction;
using decide::VitalAction;
using model::ServiceState;

namespace {

decide::CrashQuestion crashed_primary() {
  return {.service = ServiceState::failed, .was_primary = true};
}

decide::MendAction mended(std::vector<model::NodeState> nodes, int self, std::int64_t astray_ms = 0,
                          bool fenced = false) {
  return decide::decide_mend(
             {.seen = {std::move(nodes)}, .self = self, .fenced = fenced, .astray_ms = astray_ms})
      .action;
}

NamesAction names_of_a_standby(bool set, model::Synchronous synchronous) {
  return decide::decide_names({.replication = {.synchronous = synchronous},
                               .leads = false,
                               .set = set,
                               .empty = !set,
                               .streaming = 0});
}

NamesAction names(int streaming, bool set, model::StandbysLost lost = model::StandbysLost::block,
                  std::int64_t short_ms = 60000) {
  return decide::decide_names({.replication = {.confirmations = 2, .standbys_lost = lost},
                               .set = set,
                               .empty = !set,
                               .streaming = streaming,
                               .short_of_standbys_ms = short_ms});
}

}  // namespace

TEST_CASE("a crashed server is started again, one that was stopped is not") {
  auto crash = crashed_primary();
  CHECK(decide::decide_crash(crash).action == CrashAction::start);
  crash.service = ServiceState::stopped;
  CHECK(decide::decide_crash(crash).action == CrashAction::leave);
  crash.isolated = true;
  CHECK(decide::decide_crash(crash).action == CrashAction::start);
  crash.fenced = true;
  CHECK(decide::decide_crash(crash).action == CrashAction::leave);
}

TEST_CASE("a primary that is to be replaced is handed over, and started when nobody took it") {
  auto crash = crashed_primary();
  crash.restart_first = false;
  CHECK(decide::decide_crash(crash).action == CrashAction::hand_over);
  crash.handed_over = true;
  CHECK(decide::decide_crash(crash).action == CrashAction::start);
  crash.handed_over = false;
  crash.was_primary = false;
  CHECK(decide::decide_crash(crash).action == CrashAction::start);
}

TEST_CASE("a crashed primary without room is handed over, and started when nobody took it") {
  auto crash = crashed_primary();
  crash.has_room = false;
  CHECK(decide::decide_crash(crash).action == CrashAction::hand_over);
  crash.handed_over = true;
  CHECK(decide::decide_crash(crash).action == CrashAction::start);
  crash.handed_over = crash.was_primary = false;
  CHECK(decide::decide_crash(crash).action == CrashAction::start);
}

TEST_CASE("enough standbys make the watchdog's word needless") {
  const model::Replication proven{.confirmations = 1};
  CHECK(decide::standbys_suffice({.standbys_heard = 1, .other_nodes = 2}, proven));
  CHECK_FALSE(decide::standbys_suffice({.standbys_heard = 0, .other_nodes = 2}, proven));
  const model::Replication preferred{.confirmations = 1,
                                     .durability = model::Durability::preferred};
  CHECK_FALSE(decide::standbys_suffice({.standbys_heard = 1, .other_nodes = 2}, preferred));
  CHECK(decide::standbys_suffice({.standbys_heard = 2, .other_nodes = 2}, preferred));
  CHECK_FALSE(decide::may_be_replaced({.other_nodes = 0}, preferred));
}

TEST_CASE("a primary that is cut off is fenced, one that hangs is ended, a standby neither") {
  const decide::Patience patience{.silence_ms = 3000, .isolation_ms = 500};
  const auto action = [&](std::int64_t silent, std::int64_t isolated, bool primary = true) {
    return decide::decide_vital(
               {.silent_ms = silent, .isolated_ms = isolated, .was_primary = primary}, patience)
        .action;
  };
  CHECK(action(0, 0) == VitalAction::nothing);
  CHECK(action(0, 500) == VitalAction::nothing);
  CHECK(action(0, 501) == VitalAction::fence);
  CHECK(action(3001, 0) == VitalAction::end);
  CHECK(action(3001, 501) == VitalAction::fence);
  CHECK(action(9000, 9000, false) == VitalAction::nothing);
}

TEST_CASE("a primary that no standby has found yet is given time, unless it commits alone") {
  const decide::Patience patience{.isolation_ms = 500, .to_be_found_ms = 15500};
  const auto action = [&](std::int64_t isolated, bool found) {
    return decide::decide_vital({.isolated_ms = isolated, .was_primary = true, .found = found},
                                patience)
        .action;
  };
  CHECK(action(15500, false) == VitalAction::nothing);
  CHECK(action(15501, false) == VitalAction::fence);
  CHECK(action(501, true) == VitalAction::fence);
}

TEST_CASE("a node is where it belongs when it leads or streams from who leads") {
  using namespace observed;
  CHECK(mended({primary(0), hearing(1, 900, 0, 10), silent(2)}, 0) == MendAction::lead);
  CHECK(mended({primary(0), hearing(1, 900, 0, 10), silent(2)}, 1) == MendAction::follow);
}

TEST_CASE("a standby astray gets time, then it rejoins") {
  using namespace observed;
  const std::vector<model::NodeState> seen{primary(0), standby(1, 900), hearing(2, 900, 1, 5)};
  CHECK(mended(seen, 1, 4999) == MendAction::nothing);
  CHECK(mended(seen, 1, 5000) == MendAction::rejoin);
  CHECK(mended(seen, 2, 5000) == MendAction::rejoin);
  auto promoting = seen;
  promoting[1].server->promoting = true;
  CHECK(mended(promoting, 1, 60000) == MendAction::nothing);
}

TEST_CASE("a replaced primary that still runs is fenced at once") {
  using namespace observed;
  std::vector<model::NodeState> seen{primary(0), primary(1, history(2, {{1, 900}})), silent(2)};
  CHECK(mended(seen, 0) == MendAction::fence);
  CHECK(mended(seen, 1) == MendAction::lead);
  seen[1].server->system_identifier = *model::parse_system_identifier("7");
  CHECK(mended(seen, 0) == MendAction::nothing);
}

TEST_CASE("two primaries on one timeline are left to a person") {
  using namespace observed;
  CHECK(mended({primary(0), primary(1), silent(2)}, 0) == MendAction::nothing);
}

TEST_CASE("a stopped server is brought back only when it is fenced and somebody leads") {
  using namespace observed;
  CHECK(mended({silent(0), primary(1), silent(2)}, 0, 60000, true) == MendAction::rejoin);
  CHECK(mended({silent(0), primary(1), silent(2)}, 0, 60000, false) == MendAction::nothing);
  CHECK(mended({silent(0), standby(1, 900), silent(2)}, 0, 60000, true) == MendAction::nothing);
}

TEST_CASE("a standby has the names at once, that nobody who promotes it by hand makes a writer") {
  using model::Synchronous;
  CHECK(names_of_a_standby(false, Synchronous::quorum) == NamesAction::set);
  CHECK(names_of_a_standby(true, Synchronous::quorum) == NamesAction::keep);
  CHECK(names_of_a_standby(false, Synchronous::off) == NamesAction::keep);
  CHECK(names_of_a_standby(true, Synchronous::off) == NamesAction::clear);
}

TEST_CASE("names are set when enough standbys stream, and stay") {
  CHECK(names(1, false) == NamesAction::keep);
  CHECK(names(2, false) == NamesAction::set);
  CHECK(names(2, true) == NamesAction::keep);
  CHECK(names(0, true) == NamesAction::keep);
}

TEST_CASE("names are given up only where the policy says so, and not for a short absence") {
  using model::StandbysLost;
  CHECK(names(1, true, StandbysLost::degrade, 10001) == NamesAction::clear);
  CHECK(names(1, true, StandbysLost::degrade, 10000) == NamesAction::keep);
  CHECK(names(1, false, StandbysLost::degrade) == NamesAction::keep);
  CHECK(names(2, false, StandbysLost::degrade) == NamesAction::set);
}

TEST_CASE("asynchronous replication has no names, also where some are left") {
  decide::NamesQuestion question{.replication = {.synchronous = model::Synchronous::off},
                                 .streaming = 2};
  CHECK(decide::decide_names(question) == NamesAction::keep);
  question.empty = false;
  CHECK(decide::decide_names(question) == NamesAction::clear);
}

TEST_CASE("the failover of the only silent node is tried again") {
  using namespace observed;
  const auto call =
      decide::failover_to_retry({.seen = {{silent(0), standby(1, 9), standby(2, 9)}}, .self = 1});
  REQUIRE(call.has_value());
  CHECK(call->node_id == 0);
  CHECK(call->new_main_id == 1);
  CHECK(call->old_primary_id == 0);
}

TEST_CASE("of several silent nodes the one counts that was followed, or this one") {
  using namespace observed;
  model::Observation seen{{silent(0), standby(1, 9), silent(2)}};
  seen.nodes[1].server->follows = "n2";
  CHECK(decide::failover_to_retry({.seen = seen, .self = 1})->node_id == 2);
  CHECK(decide::failover_to_retry({.seen = seen, .self = 0})->node_id == 2);
  seen.nodes[1].server->follows = "n1";
  CHECK(decide::failover_to_retry({.seen = seen, .self = 0})->node_id == 0);
  CHECK_FALSE(decide::failover_to_retry({.seen = seen, .self = 1}).has_value());
}

TEST_CASE("of several silent nodes the one counts whose standby was left frozen") {
  using namespace observed;
  model::Observation seen{{silent(0), standby(1, 9), silent(2)}};
  seen.nodes[1].server->frozen = true;
  seen.nodes[1].server->followed = "n2";
  CHECK(decide::failover_to_retry({.seen = seen, .self = 1})->node_id == 2);
  CHECK(decide::failover_to_retry({.seen = seen, .self = 0})->node_id == 2);
}

TEST_CASE("nothing is tried again beside a primary, or without a standby") {
  using namespace observed;
  CHECK_FALSE(decide::failover_to_retry({.seen = {{silent(0), primary(1)}}}).has_value());
  CHECK_FALSE(decide::failover_to_retry({.seen = {{silent(0)}}}).has_value());
}

TEST_CASE("a virtual IP is left behind where no watchdog leads, and where none runs") {
  using decide::vip_was_left_behind;
  CHECK_FALSE(vip_was_left_behind({.here = false, .pgpool_runs = false}));
  CHECK(vip_was_left_behind({.here = true, .pgpool_runs = false}));
  CHECK(vip_was_left_behind({.here = true, .pgpool_runs = true, .leads = false}));
  CHECK_FALSE(vip_was_left_behind({.here = true, .pgpool_runs = true, .leads = true}));
  // In the middle of a failover it does not say.
  CHECK_FALSE(vip_was_left_behind({.here = true, .pgpool_runs = true}));
}

TEST_CASE("a silent host is made sure of, then given up; one that never answered is not judged") {
  using decide::word_on;
  using Word = decide::WordOnNeighbour;
  CHECK(word_on({.heard = true, .silent_ms = 1999}, 2000) == Word::none);
  CHECK(word_on({.heard = true, .silent_ms = 2000}, 2000) == Word::make_sure);
  CHECK(word_on({.heard = false, .silent_ms = 9999}, 2000) == Word::none);
  CHECK(word_on({.heard = true, .silent_ms = 9999, .told_lost = true}, 2000) == Word::none);
  CHECK(word_on({.heard = true, .silent_ms = 0, .told_lost = true}, 2000) == Word::found);
  CHECK(word_on({.heard = false, .silent_ms = 9999, .told_lost = true}, 2000) == Word::none);
}

TEST_CASE("what was confirmed is not undone for who was promoted by hand, before all have spoken") {
  const auto decided = [](bool elected, model::Durability durability, const std::string& dark) {
    auto leader = observed::primary(1, observed::history(2, {{1, 0x500}}));
    leader.server->elected = elected;
    return decide::decide_mend({.seen = {{observed::silent(0), leader, observed::silent(2)}},
                                .replication = {.durability = durability},
                                .self = 0,
                                .fenced = true,
                                .out_of_reach = dark})
        .action;
  };
  const auto required = model::Durability::required;
  CHECK(decided(false, required, "n2") == MendAction::nothing);
  CHECK(decided(true, required, "n2") == MendAction::rejoin);
  CHECK(decided(false, model::Durability::preferred, "n2") == MendAction::rejoin);
  CHECK(decided(false, required, "") == MendAction::rejoin);
}

TEST_CASE("who is held down by hand is not brought back") {
  const auto decided = [](bool held) {
    return decide::decide_mend(
               {.seen = {{observed::silent(0), observed::primary(1), observed::standby(2, 0x6000)}},
                .self = 0,
                .fenced = true,
                .held = held})
        .action;
  };
  CHECK(decided(false) == MendAction::rejoin);
  CHECK(decided(true) == MendAction::nothing);
}

TEST_CASE("a primary that was started past the gate is started anew, once nobody is at work") {
  const auto decided = [](bool led, bool frozen, std::int64_t leaderless_ms) {
    auto self = observed::standby(0, 0x6000);
    self.server->frozen = frozen;
    return decide::decide_mend(
               {.seen = {{self, observed::standby(1, 0x6000), observed::standby(2, 0x6000)}},
                .self = 0,
                .leaderless_ms = leaderless_ms,
                .led = led})
        .action;
  };
  CHECK(decided(true, true, 10000) == MendAction::restart);
  CHECK(decided(true, true, 9000) == MendAction::nothing);
  CHECK(decided(false, true, 10000) == MendAction::nothing);
  CHECK(decided(true, false, 10000) == MendAction::nothing);
}

TEST_CASE(
    "a primary that only others know to be replaced is fenced where nothing else holds it up") {
  const auto decided = [](model::Synchronous synchronous, const model::TimelineHistory& on) {
    return decide::decide_mend({.seen = {{observed::primary(0), observed::standby(1, 0x6000, on),
                                          observed::silent(2)}},
                                .replication = {.synchronous = synchronous},
                                .self = 0})
        .action;
  };
  const auto newer = observed::history(2, {{1, 0x500}});
  CHECK(decided(model::Synchronous::off, newer) == MendAction::fence);
  CHECK(decided(model::Synchronous::off, observed::history(1)) == MendAction::lead);
  CHECK(decided(model::Synchronous::quorum, newer) == MendAction::nothing);
}

TEST_CASE(
    "a server that runs outside of its service is brought back, once it is where it belongs") {
  const auto decided = [](const model::NodeState& self, std::int64_t outside_ms) {
    return decide::decide_mend({.seen = {{self, observed::standby(1, 0x6000)}},
                                .self = 0,
                                .outside_ms = outside_ms})
        .action;
  };
  CHECK(decided(observed::primary(0), 10000) == MendAction::restart);
  CHECK(decided(observed::primary(0), 9000) == MendAction::lead);
  CHECK(decided(observed::standby(0, 0x6000), 10000) == MendAction::nothing);
}
