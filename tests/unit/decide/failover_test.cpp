#include "decide/failover.hpp"

#include <doctest/doctest.h>

#include "decide/live_primary.hpp"

using namespace pgmahout;
using decide::FailoverAction;

namespace {

model::NodeState silent(int id) {
  return {.name = "n" + std::to_string(id), .id = id, .silence = model::Error{.what = "no answer"}};
}

model::NodeState node(int id, bool in_recovery, std::uint32_t timeline, std::uint64_t lsn) {
  return {.name = "n" + std::to_string(id),
          .id = id,
          .server = model::ServerState{.in_recovery = in_recovery,
                                       .timeline = {timeline},
                                       .write = {in_recovery ? 0 : lsn},
                                       .receive = {in_recovery ? lsn : 0}}};
}

model::NodeState standby(int id, std::uint64_t lsn, std::uint32_t timeline = 1) {
  return node(id, true, timeline, lsn);
}

model::NodeState primary(int id) { return node(id, false, 1, 1000); }

const decide::PgpoolCall kZeroLost{.node_id = 0, .new_main_id = 1, .old_primary_id = 0};

}  // namespace

TEST_CASE("the most advanced standby is promoted, not Pgpool-II's proposal") {
  const auto decision =
      decide::decide_failover(kZeroLost, {{silent(0), standby(1, 100), standby(2, 200)}});
  CHECK(decision.action == FailoverAction::promote);
  CHECK(decision.candidates == std::vector{2, 1});
  CHECK_FALSE(decision.old_primary_runs);
}

TEST_CASE("of equals the proposed one, then the lowest id") {
  const model::Observation equal{{silent(0), standby(1, 100), standby(2, 100), standby(3, 100)}};
  CHECK(decide::order_candidates({.node_id = 0, .new_main_id = 3}, equal) == std::vector{3, 1, 2});
  CHECK(decide::order_candidates({.node_id = 0, .new_main_id = 1}, equal) == std::vector{1, 2, 3});
}

TEST_CASE("a higher timeline comes before more WAL") {
  CHECK(decide::order_candidates(
            kZeroLost, {{silent(0), standby(1, 900, 1), standby(2, 100, 2)}}) == std::vector{2, 1});
}

TEST_CASE("what was replayed counts when less is said to be received") {
  auto restarted = standby(2, 50);
  restarted.server->replay = {300};
  CHECK(decide::order_candidates(kZeroLost, {{silent(0), standby(1, 100), restarted}}) ==
        std::vector{2, 1});
}

TEST_CASE("there is a primary already: nothing") {
  CHECK(decide::decide_failover(kZeroLost, {{silent(0), standby(1, 100), primary(2)}}).action ==
        FailoverAction::nothing);
}

TEST_CASE("a standby is lost: never a promotion") {
  const decide::PgpoolCall call{.node_id = 2, .new_main_id = 0, .old_primary_id = 0};
  CHECK(decide::decide_failover(call, {{primary(0), standby(1, 1), silent(2)}}).action ==
        FailoverAction::nothing);
  // Also when the primary does not answer us at this moment.
  CHECK(decide::decide_failover(call, {{silent(0), standby(1, 1), silent(2)}}).action ==
        FailoverAction::nothing);
  // Also when Pgpool-II does not know who was primary and the standby itself still answers.
  const decide::PgpoolCall unknown{.node_id = 2, .new_main_id = 0, .old_primary_id = -1};
  CHECK(decide::decide_failover(unknown, {{silent(0), standby(1, 1), standby(2, 1)}}).action ==
        FailoverAction::nothing);
}

TEST_CASE("the detached primary still accepts writes") {
  const auto decision =
      decide::decide_failover(kZeroLost, {{primary(0), standby(1, 1), standby(2, 1)}});
  CHECK(decision.action == FailoverAction::promote);
  CHECK(decision.old_primary_runs);
  CHECK(decision.candidates == std::vector{1, 2});
}

TEST_CASE("nobody to promote, or nobody up for Pgpool-II") {
  CHECK(decide::decide_failover(kZeroLost, {{silent(0), silent(1)}}).action ==
        FailoverAction::nothing);
  CHECK(decide::decide_failover({.node_id = 0, .new_main_id = -1, .old_primary_id = 0},
                                {{silent(0), standby(1, 1)}})
            .action == FailoverAction::nothing);
  CHECK(decide::decide_failover({.node_id = 9, .new_main_id = 1, .old_primary_id = -1},
                                {{silent(0), standby(1, 1)}})
            .action == FailoverAction::nothing);
}

TEST_CASE("whom to copy from") {
  CHECK(*decide::live_primary({{primary(0), standby(1, 1)}}, "") == "n0");
  CHECK(*decide::live_primary({{primary(0), {.name = "bare", .id = 1}}}, "") == "n0");
  CHECK_FALSE(decide::live_primary({{primary(0), primary(1)}}, "").has_value());
  CHECK_FALSE(decide::live_primary({{primary(0), primary(1)}}, "n0").has_value());
  CHECK_FALSE(decide::live_primary({{standby(0, 1), standby(1, 1)}}, "").has_value());
  CHECK_FALSE(decide::live_primary({{primary(0), silent(1)}}, "").has_value());
  CHECK(*decide::live_primary({{primary(0), silent(1)}}, "n0") == "n0");
  CHECK_FALSE(decide::live_primary({{primary(0), standby(1, 1)}}, "n1").has_value());
}
