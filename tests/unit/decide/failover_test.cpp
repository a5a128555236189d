#include "decide/failover.hpp"

#include <doctest/doctest.h>

#include "decide/live_primary.hpp"
#include "decide/observed.hpp"

using namespace pgmahout;
using namespace observed;
using decide::FailoverAction;

namespace {

const decide::PgpoolCall kZeroLost{.node_id = 0, .new_main_id = 1, .old_primary_id = 0};

decide::FailoverDecision decided(const decide::PgpoolCall& call,
                                 const std::vector<model::NodeState>& nodes) {
  constexpr std::int64_t kFresh = 1000;
  return decide::decide_failover(call, {nodes}, kFresh);
}

}  // namespace

TEST_CASE("the lost primary is silent: it is replaced") {
  const auto decision = decided(kZeroLost, {silent(0), standby(1, 100), standby(2, 200)});
  CHECK(decision.action == FailoverAction::replace);
  CHECK_FALSE(decision.old_primary_answers);
}

TEST_CASE("the detached primary still accepts writes: it is replaced in good order") {
  const auto decision = decided(kZeroLost, {primary(0), standby(1, 1), standby(2, 1)});
  CHECK(decision.action == FailoverAction::replace);
  CHECK(decision.old_primary_answers);
}

TEST_CASE("a standby that still hears the primary is a witness that it lives") {
  const auto with = [](std::int64_t ms_ago) {
    return decided(kZeroLost, {silent(0), hearing(1, 100, 0, ms_ago), standby(2, 1)}).action;
  };
  CHECK(with(999) == FailoverAction::wait);
  CHECK(with(1000) == FailoverAction::replace);
  // Who hears somebody else is none.
  CHECK(decided(kZeroLost, {silent(0), hearing(1, 100, 2, 0), standby(2, 1)}).action ==
        FailoverAction::replace);
  // A primary that answers us needs no witness: somebody detached it on purpose.
  CHECK(decided(kZeroLost, {primary(0), hearing(1, 100, 0, 0), standby(2, 1)}).action ==
        FailoverAction::replace);
}

TEST_CASE("there is a primary already: nothing") {
  CHECK(decided(kZeroLost, {silent(0), standby(1, 100), primary(2)}).action ==
        FailoverAction::nothing);
  // Also when the lost one came back and the others are on the new primary's timeline.
  const auto two = history(2, {{1, 500}});
  CHECK(decided(kZeroLost, {primary(0), standby(1, 600, two), primary(2, two)}).action ==
        FailoverAction::nothing);
}

TEST_CASE("an old primary that came back is nobody's primary") {
  // n0 was replaced by n1 (timeline 2), which is lost now; n2 has followed n1.
  const auto two = history(2, {{1, 500}});
  const decide::PgpoolCall call{.node_id = 1, .new_main_id = 0, .old_primary_id = 1};
  CHECK(decided(call, {primary(0), silent(1), standby(2, 600, two)}).action ==
        FailoverAction::replace);
  CHECK_FALSE(decide::is_present_primary(primary(0), {{primary(0), standby(2, 600, two)}}));
  CHECK(decide::is_present_primary(primary(0), {{primary(0), standby(2, 600)}}));
  CHECK(decide::is_present_primary(primary(0, two), {{primary(0, two), standby(2, 600)}}));
  CHECK_FALSE(decide::is_present_primary(standby(0, 1), {{standby(0, 1)}}));
}

TEST_CASE("a standby is lost: never a promotion") {
  const decide::PgpoolCall call{.node_id = 2, .new_main_id = 0, .old_primary_id = 0};
  CHECK(decided(call, {primary(0), standby(1, 1), silent(2)}).action == FailoverAction::nothing);
  // Also when the primary does not answer us at this moment.
  CHECK(decided(call, {silent(0), standby(1, 1), silent(2)}).action == FailoverAction::nothing);
  // Also when Pgpool-II does not know who was primary and the standby itself still answers.
  const decide::PgpoolCall unknown{.node_id = 2, .new_main_id = 0, .old_primary_id = -1};
  CHECK(decided(unknown, {silent(0), standby(1, 1), standby(2, 1)}).action ==
        FailoverAction::nothing);
}

TEST_CASE("nobody up for Pgpool-II, or a node that is none of ours") {
  CHECK(decided({.node_id = 0, .new_main_id = -1, .old_primary_id = 0}, {silent(0), standby(1, 1)})
            .action == FailoverAction::nothing);
  CHECK(decided({.node_id = 9, .new_main_id = 1, .old_primary_id = -1}, {silent(0), standby(1, 1)})
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
