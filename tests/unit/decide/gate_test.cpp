#include "decide/gate.hpp"

#include <doctest/doctest.h>

#include "decide/isolation.hpp"

using namespace pgmahout;
using decide::GateAction;

namespace {

decide::PeerWord peer(std::uint32_t timeline) {
  return {.name = "n" + std::to_string(timeline), .has_cluster = true, .timeline = {timeline}};
}

GateAction asked(std::vector<decide::PeerWord> peers, int nodes = 3) {
  return decide::decide_gate({.timeline = {2}, .nodes = nodes, .peers = std::move(peers)}).action;
}

}  // namespace

TEST_CASE("who is fenced stays down, also as a standby") {
  const auto decision =
      decide::decide_gate({.fence = "why", .as_standby = true, .timeline = {2}, .nodes = 1});
  CHECK(decision.action == GateAction::stay);
  CHECK(decision.reason.find("why") != std::string::npos);
}

TEST_CASE("a standby asks nobody") {
  CHECK(decide::decide_gate({.as_standby = true, .timeline = {2}, .nodes = 3}).action ==
        GateAction::open);
}

TEST_CASE("a primary needs a majority that knows of no newer one") {
  CHECK(asked({}) == GateAction::wait);
  CHECK(asked({peer(2)}) == GateAction::open);
  CHECK(asked({peer(1)}) == GateAction::open);
  CHECK(asked({peer(2)}, 4) == GateAction::wait);
  CHECK(asked({peer(2), peer(2)}, 5) == GateAction::open);
  CHECK(asked({peer(2)}, 2) == GateAction::open);
  CHECK(asked({}, 1) == GateAction::open);
  // One that holds no data yet can have promoted nobody.
  CHECK(asked({{.name = "bare"}}) == GateAction::open);
}

TEST_CASE("who follows a silent node may have been told of a promotion") {
  auto follower = peer(2);
  follower.follows = "n9";
  CHECK(asked({follower}) == GateAction::wait);
  // That one's own word decides.
  CHECK(asked({follower, {.name = "n9", .has_cluster = true, .timeline = {2}}}) ==
        GateAction::open);
  CHECK(asked({follower, {.name = "n9", .has_cluster = true, .timeline = {3}}}) ==
        GateAction::fence);
}

TEST_CASE("one that was fenced and is released needs the word of every other node") {
  const auto released = [](std::vector<decide::PeerWord> peers) {
    return decide::decide_gate(
               {.released = true, .timeline = {2}, .nodes = 3, .peers = std::move(peers)})
        .action;
  };
  CHECK(released({peer(2)}) == GateAction::wait);
  CHECK(released({peer(2), peer(1)}) == GateAction::open);
  CHECK(released({peer(2), peer(3)}) == GateAction::fence);
}

TEST_CASE("and as many as confirm a commit") {
  const auto with = [](int confirmations) {
    return decide::decide_gate({.timeline = {2},
                                .nodes = 5,
                                .confirmations = confirmations,
                                .peers = {peer(2), peer(2)}})
        .action;
  };
  CHECK(with(2) == GateAction::open);
  CHECK(with(3) == GateAction::wait);
}

TEST_CASE("another was promoted meanwhile") {
  CHECK(asked({peer(2), peer(3)}) == GateAction::fence);
  // One word is enough: it needs no majority.
  CHECK(asked({peer(3)}, 5) == GateAction::fence);
  auto primary = peer(2);
  primary.is_primary = true;
  CHECK(asked({primary}) == GateAction::fence);
}

TEST_CASE("a failover is at work") {
  auto frozen = peer(2);
  frozen.frozen = true;
  frozen.in_turn = true;
  CHECK(asked({frozen, peer(2)}) == GateAction::wait);
}

TEST_CASE("a failover left a standby frozen") {
  auto frozen = peer(2);
  frozen.frozen = true;
  CHECK(asked({frozen, peer(2)}) == GateAction::open);
  CHECK(asked({frozen}) == GateAction::wait);
}

TEST_CASE("when the others may promote somebody without a primary's knowing") {
  constexpr model::Replication kRequired{};
  constexpr model::Replication kPreferred{.durability = model::Durability::preferred};
  const auto replaced = [](bool quorum, int heard, const model::Replication& replication) {
    return decide::may_be_replaced({quorum, heard, 2}, replication);
  };
  CHECK_FALSE(replaced(true, 0, kRequired));
  CHECK(replaced(false, 0, kRequired));
  CHECK_FALSE(replaced(false, 1, kRequired));
  CHECK(replaced(false, 1, kPreferred));
  CHECK_FALSE(replaced(false, 2, kPreferred));
  CHECK(replaced(false, 1, {.confirmations = 2}));
}

TEST_CASE("a node whose data is gone counts only where there have never been standbys") {
  decide::PeerWord bare{.name = "n1"};
  decide::GateQuestion question{.timeline = {1}, .nodes = 3, .confirmations = 1, .peers = {bare}};
  CHECK(decide::decide_gate(question).action == GateAction::open);
  question.has_led = true;
  CHECK(decide::decide_gate(question).action == GateAction::wait);
}
