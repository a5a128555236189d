#include "decide/failover.hpp"

#include <doctest/doctest.h>

#include "decide/live_primary.hpp"
#include "decide/observed.hpp"
#include "decide/present_primary.hpp"

using namespace pgmahout;
using namespace observed;
using decide::FailoverAction;

namespace {

const decide::PgpoolCall kZeroLost{.node_id = 0, .new_main_id = 1, .old_primary_id = 0};

decide::FailoverDecision decided(const decide::PgpoolCall& call,
                                 const std::vector<model::NodeState>& nodes) {
  constexpr std::int64_t kFresh = 1000;
  return decide::decide_failover(call, {nodes}, {}, kFresh);
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

TEST_CASE("who was followed last is the primary, whatever Pgpool-II believes") {
  auto follower = standby(2, 600, history(2, {{1, 500}}));
  follower.server->follows = "n1";
  CHECK(decided(kZeroLost, {silent(0), silent(1), follower}).action == FailoverAction::nothing);
  const decide::PgpoolCall one{.node_id = 1, .new_main_id = 2, .old_primary_id = 1};
  CHECK(decided(one, {silent(0), silent(1), follower}).action == FailoverAction::replace);
  // One that answers as a standby is none, and a primary that answers needs no followers.
  CHECK(decided(kZeroLost, {silent(0), standby(1, 600), follower}).action ==
        FailoverAction::replace);
  CHECK(decided(kZeroLost, {primary(0, history(2, {{1, 500}})), silent(1), follower}).action ==
        FailoverAction::replace);
  // A standby that never heard of the last promotion follows somebody of long ago.
  auto late = standby(1, 100);
  late.server->follows = "n3";
  follower.server->follows = "n0";
  CHECK(decided(kZeroLost, {silent(0), late, follower, silent(3)}).action ==
        FailoverAction::replace);
}

TEST_CASE("where nothing is proven the smaller part of a network promotes nobody") {
  const model::Replication preferred{.durability = model::Durability::preferred};
  CHECK_FALSE(decide::too_few_hosts(preferred, 2, 3).empty());
  CHECK(decide::too_few_hosts(preferred, 1, 3).empty());
  CHECK(decide::too_few_hosts(preferred, 1, 2).empty());
  CHECK(decide::too_few_hosts(preferred, 2, 4).empty());
  CHECK(decide::too_few_hosts({}, 2, 3).empty());
}

TEST_CASE("as many standbys are wanted as the proof takes, and one at least") {
  const model::Replication preferred{.durability = model::Durability::preferred};
  const model::Observation both{{silent(0), standby(1, 100), standby(2, 100)}};
  const model::Observation one{{silent(0), standby(1, 100), silent(2)}};
  const model::Observation none{{silent(0), silent(1), silent(2)}};
  CHECK_FALSE(decide::too_few_standbys(both, 0, {}));
  CHECK(decide::too_few_standbys(one, 0, {}));
  CHECK_FALSE(decide::too_few_standbys(one, 0, preferred));
  CHECK(decide::too_few_standbys(none, 0, preferred));
  CHECK(decide::too_few_standbys(one, 1, preferred));
}

TEST_CASE("without proof nobody is promoted beside whom another failover may have promoted") {
  const model::LossVerdict unknown;
  CHECK_FALSE(decide::may_be_replaced_already(unknown, true, 1).empty());
  CHECK(decide::may_be_replaced_already(unknown, true, 0).empty());
  CHECK(decide::may_be_replaced_already(unknown, false, 1).empty());
  CHECK(decide::may_be_replaced_already({.loss = model::Loss::none}, true, 1).empty());
}

TEST_CASE("there is a primary already: nothing") {
  CHECK(decided(kZeroLost, {silent(0), standby(1, 100), primary(2)}).action ==
        FailoverAction::nothing);
  // Also when the lost one came back and the others are on the new primary's timeline.
  const auto two = history(2, {{1, 500}});
  CHECK(decided(kZeroLost, {primary(0), standby(1, 600, two), primary(2, two)}).action ==
        FailoverAction::nothing);
}

TEST_CASE("what a standby confirmed before it was frozen counts") {
  const auto two = history(2, {{1, 500}});
  auto frozen = standby(2, 900);
  frozen.server->frozen = true;
  const auto lacks = [&] {
    return decide::lacks_what_was_confirmed(primary(1, two), {{silent(0), primary(1, two), frozen}},
                                            {});
  };
  CHECK_FALSE(lacks());
  frozen.server->followed = "n1";
  CHECK_FALSE(lacks());
  frozen.server->followed = "n0";
  CHECK(lacks());
}

TEST_CASE("an old primary that came back is nobody's primary") {
  // n0 was replaced by n1 (timeline 2), which is lost now; n2 has followed n1.
  const auto two = history(2, {{1, 500}});
  const decide::PgpoolCall call{.node_id = 1, .new_main_id = 0, .old_primary_id = 1};
  CHECK(decided(call, {primary(0), silent(1), standby(2, 600, two)}).action ==
        FailoverAction::replace);
  CHECK_FALSE(decide::is_present_primary(primary(0), {{primary(0), standby(2, 600, two)}}, {}));
  CHECK(decide::is_present_primary(primary(0), {{primary(0), standby(2, 600)}}, {}));
  CHECK(decide::is_present_primary(primary(0, two), {{primary(0, two), standby(2, 600)}}, {}));
  CHECK_FALSE(decide::is_present_primary(standby(0, 1), {{standby(0, 1)}}, {}));
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
  const decide::PgpoolCall all_down{.node_id = 0, .new_main_id = -1, .old_primary_id = 0};
  CHECK(decided(all_down, {primary(0), standby(1, 1)}).action == FailoverAction::nothing);
  CHECK(decided(all_down, {silent(0), standby(1, 1)}).action == FailoverAction::replace);
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
