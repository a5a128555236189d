#include "decide/election.hpp"

#include <doctest/doctest.h>

#include "decide/observed.hpp"

using namespace pgmahout;
using namespace observed;

namespace {

constexpr model::Replication kPreferred{.durability = model::Durability::preferred};

decide::Election elected(const std::vector<model::NodeState>& nodes,
                         const model::Replication& replication = {}, int proposed = 1) {
  const model::Observation frozen{nodes};
  return decide::elect({.frozen = frozen,
                        .lost_id = 0,
                        .proposed_id = proposed,
                        .replication = replication,
                        .old_primary_end = std::nullopt});
}

model::LossVerdict judged_by_end(std::uint64_t end, std::uint64_t best) {
  const model::Observation frozen{
      {observed::silent(0), observed::standby(1, best), observed::silent(2)}};
  return decide::judge_loss({.frozen = frozen,
                             .lost_id = 0,
                             .proposed_id = 1,
                             .replication = {},
                             .old_primary_end = model::WalPosition{{1}, {end}}},
                            {{1}, {best}}, 1);
}

}  // namespace

TEST_CASE("the most advanced standby is elected, not Pgpool-II's proposal") {
  const auto election = elected({silent(0), standby(1, 100), standby(2, 200)});
  CHECK(election.promote);
  CHECK(election.candidates == std::vector{2, 1});
  CHECK(election.verdict.loss == model::Loss::none);
}

TEST_CASE("of equals the proposed one, then the lowest id") {
  const std::vector<model::NodeState> equal{silent(0), standby(1, 100), standby(2, 100),
                                            standby(3, 100)};
  CHECK(elected(equal, {}, 3).candidates == std::vector{3, 1, 2});
  CHECK(elected(equal, {}, 1).candidates == std::vector{1, 2, 3});
}

TEST_CASE("what was replayed counts when less is said to be received") {
  auto restarted = standby(2, 50);
  restarted.server->replay = {300};
  CHECK(elected({silent(0), standby(1, 100), restarted}).candidates == std::vector{2, 1});
}

TEST_CASE("lineage comes before WAL: what went past the fork is out") {
  const auto two = history(2, {{1, 500}});
  const auto election = elected({silent(0), standby(1, 900), standby(2, 600, two)});
  CHECK(election.promote);
  CHECK(election.candidates == std::vector{2});
  REQUIRE(election.excluded.size() == 1);
  CHECK(election.excluded.front().id == 1);
  // One that stopped before the fork is only behind.
  CHECK(elected({silent(0), standby(1, 500), standby(2, 600, two)}).candidates ==
        std::vector{2, 1});
}

TEST_CASE("two newest timelines that know nothing of each other: neither") {
  const auto one_way = history(2, {{1, 500}});
  const auto other_way = history(2, {{1, 700}});
  const auto election =
      elected({silent(0), standby(1, 800, one_way), standby(2, 900, other_way)}, kPreferred);
  CHECK_FALSE(election.promote);
  CHECK(election.reason.find("do not descend") != std::string::npos);
  const auto third = history(3, {{1, 700}});
  CHECK_FALSE(
      elected({silent(0), standby(1, 800, one_way), standby(2, 900, third)}, kPreferred).promote);
}

TEST_CASE("R + W > N, or nobody") {
  const auto alone = elected({silent(0), standby(1, 100), silent(2)});
  CHECK_FALSE(alone.promote);
  CHECK(alone.reason.find("1 of 2 standbys answered") != std::string::npos);
  CHECK(elected({silent(0), standby(1, 100), silent(2)}, {.confirmations = 2}).promote);
  const std::vector<model::NodeState> five{silent(0), standby(1, 9), standby(2, 9), standby(3, 9),
                                           silent(4)};
  CHECK_FALSE(elected(five).promote);
  CHECK(elected(five, {.confirmations = 2}).promote);
  // A diverged one cannot have confirmed what is missing, and yet it has answered.
  const auto two = history(2, {{1, 5}});
  CHECK(elected({silent(0), standby(1, 9), standby(2, 9, two)}).promote);
}

TEST_CASE("durability preferred promotes, and says that something may be lost") {
  const auto election = elected({silent(0), standby(1, 100), silent(2)}, kPreferred);
  CHECK(election.promote);
  CHECK(election.verdict.loss == model::Loss::unknown);
}

TEST_CASE("asynchronous, or a primary that goes on alone, proves nothing") {
  const std::vector<model::NodeState> all{silent(0), standby(1, 100), standby(2, 100)};
  CHECK(elected(all, {.synchronous = model::Synchronous::off,
                      .durability = model::Durability::preferred})
            .verdict.loss == model::Loss::unknown);
  CHECK_FALSE(elected(all, {.synchronous = model::Synchronous::off}).promote);
  CHECK_FALSE(elected(all, {.standbys_lost = model::StandbysLost::degrade}).promote);
}

TEST_CASE("an old primary that was stopped in order says itself where its WAL ends") {
  CHECK(judged_by_end(100, 100).loss == model::Loss::none);
  CHECK(judged_by_end(100, 128).loss == model::Loss::none);
  CHECK(judged_by_end(100, 99).loss == model::Loss::certain);
}

TEST_CASE("no standby answers") {
  const auto election = elected({silent(0), silent(1), silent(2)}, kPreferred);
  CHECK_FALSE(election.promote);
  CHECK(election.candidates.empty());
}
