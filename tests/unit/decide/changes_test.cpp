#include <doctest/doctest.h>

#include <algorithm>

#include "decide/failover_change.hpp"
#include "decide/pause.hpp"
#include "decide/rejoin_change.hpp"
#include "decide/switchover.hpp"
#include "reported.hpp"

using namespace pgmahout;

namespace {

model::Proposal switchover_of(const Reported& told, const std::string& to = "") {
  return decide::propose_switchover({.cluster = told.cluster, .reports = told.reports, .to = to});
}

model::Proposal failover_of(const Reported& told, const std::string& to = "", bool lossy = false) {
  return decide::propose_failover(
      {.cluster = told.cluster, .reports = told.reports, .to = to, .allow_data_loss = lossy});
}

// What does not hold, and each says what was seen and what to do.
std::vector<std::string> missing(const model::Proposal& proposal) {
  std::vector<std::string> odd;
  for (const auto& condition : proposal.preconditions) {
    CHECK(condition.holds == condition.evidence.empty());
    CHECK(condition.holds == condition.next.empty());
    if (!condition.holds) odd.push_back(condition.what);
  }
  return odd;
}

bool is_missing(const model::Proposal& proposal, const std::string& words) {
  return std::ranges::any_of(missing(proposal),
                             [&](const auto& what) { return what.contains(words); });
}

// The primary is gone, and its standbys know whom they followed.
Reported without_primary() {
  Reported told;
  told.stop(0);
  for (const int id : {1, 2}) told.server(id).state.receiving = false;
  return told;
}

}  // namespace

TEST_CASE("a switchover of a cluster that is well") {
  const auto proposal = switchover_of({});
  CHECK(missing(proposal).empty());
  CHECK(proposal.from == "n0");
  CHECK(proposal.to == "n1");
  CHECK(switchover_of({}, "n2").to == "n2");
  CHECK(switchover_of({}, "n2").allowed());
}

TEST_CASE("whom a switchover promotes when nobody is named") {
  Reported told;
  told.server(0).standbys.front().sync_state = "async";
  CHECK(switchover_of(told).to == "n2");
  told.server(0).standbys.back().sync_state = "async";
  told.server(0).standbys.front().lag_bytes = 10;
  CHECK(switchover_of(told).to == "n1");
  told.server(0).standbys.front().lag_bytes = 1 << 24;
  CHECK(switchover_of(told).to == "n2");
  told.server(0).standbys.back().state = "catchup";
  CHECK(switchover_of(told).to == "n1");
}

TEST_CASE("there is nothing to switch over") {
  const auto proposal = switchover_of({}, "n0");
  CHECK(proposal.nothing_to_do == "n0 is primary already");
}

TEST_CASE("a switchover to a node that the cluster does not have") {
  CHECK(is_missing(switchover_of({}, "n7"), "n7 is a node"));
}

TEST_CASE("an old Pgpool-II takes no names") {
  Reported told;
  told.cluster.pgpool.version = {4, 2, 9};
  CHECK(is_missing(switchover_of(told, "n2"), "promotes whom one names"));
  CHECK(switchover_of(told).allowed());
}

TEST_CASE("what keeps a switchover from being made") {
  const auto broken = [](auto&& breaking, const std::string& words) {
    Reported told;
    breaking(told);
    CHECK_MESSAGE(is_missing(switchover_of(told, "n1"), words), words);
  };
  broken([](auto& told) { told.silence(2); }, "every node answers");
  broken([](auto& told) { told.stop(0); }, "exactly one node is primary");
  broken([](auto& told) { told.forget(2); }, "every other node streams");
  broken([](auto& told) { told.node(2).fence = model::Fence{}; }, "fenced");
  broken([](auto& told) { told.node(2).units.clear(); }, "run on every node");
  broken([](auto& told) { told.node(0).watchdog->quorum = false; }, "with a quorum");
  broken([](auto& told) { told.node(0).watchdog->leader = false; }, "with a quorum");
  broken([](auto& told) { told.node(0).beliefs->at(2).up = false; }, "knows who is what");
  broken([](auto& told) { told.node(0).beliefs->at(2).primary = true; }, "knows who is what");
  broken([](auto& told) { told.node(1).pause = model::Pause{}; }, "not paused");
  broken([](auto& told) { told.server(1).state.in_turn = true; }, "no failover");
  broken([](auto& told) { told.server(0).standbys.front().lag_bytes = 1 << 30; }, "close behind");
  broken([](auto& told) { told.server(1).replay_paused = true; }, "close behind");
}

TEST_CASE("a failover by hand when the primary is gone") {
  const auto proposal = failover_of(without_primary());
  CHECK(missing(proposal).empty());
  CHECK(proposal.from == "n0");
  CHECK(failover_of(without_primary(), "n2").allowed());
  CHECK(is_missing(failover_of(without_primary(), "n0"), "n0 is a standby"));
}

TEST_CASE("nobody fails over a primary that works") {
  CHECK(is_missing(failover_of({}), "nobody is primary"));
}

TEST_CASE("a failover by hand that may lose something") {
  auto told = without_primary();
  told.silence(2);
  CHECK(is_missing(failover_of(told), "can be proven"));
  CHECK(failover_of(told, "", true).allowed());
  told.cluster.replication.durability = model::Durability::preferred;
  CHECK(failover_of(told).allowed());
}

TEST_CASE("no failover by hand in the smaller part of a network") {
  auto told = without_primary();
  told.silence(0);
  told.silence(2);
  CHECK(is_missing(failover_of(told, "", true), "smaller part"));
  CHECK_FALSE(is_missing(failover_of(told), "smaller part"));
}

TEST_CASE("nobody knows whose place is to be filled") {
  auto told = without_primary();
  told.silence(2);
  told.server(1).state.follows.clear();
  CHECK(is_missing(failover_of(told, "", true), "whose place"));
}

TEST_CASE("another failover is at work") {
  auto told = without_primary();
  told.server(2).state.in_turn = true;
  CHECK(is_missing(failover_of(told), "no other failover"));
}

TEST_CASE("which nodes may rejoin") {
  Reported told;
  CHECK(decide::propose_rejoin(told.cluster, told.reports, "n1").nothing_to_do.contains("already"));
  CHECK(decide::propose_rejoin(told.cluster, told.reports, "n0").nothing_to_do ==
        "n0 is the primary");
  CHECK(is_missing(decide::propose_rejoin(told.cluster, told.reports, "n7"), "n7 is a node"));
  told.stop(2);
  told.forget(2);
  const auto proposal = decide::propose_rejoin(told.cluster, told.reports, "n2");
  CHECK(proposal.allowed());
  CHECK(proposal.nothing_to_do.empty());
  CHECK(proposal.to == "n2");
  told.silence(2);
  CHECK(is_missing(decide::propose_rejoin(told.cluster, told.reports, "n2"), "and answers"));
}

TEST_CASE("a pause is for those that are not paused") {
  Reported told;
  CHECK(decide::propose_pause(told.cluster, told.reports, false).nothing_to_do ==
        "automatic failover is not paused");
  for (int id = 0; id < 3; ++id) told.node(id).pause = model::Pause{.reason = "a new switch"};
  CHECK_FALSE(decide::propose_pause(told.cluster, told.reports, true).nothing_to_do.empty());
  told.node(1).pause.reset();
  const auto proposal = decide::propose_pause(told.cluster, told.reports, true);
  CHECK(proposal.nothing_to_do.empty());
  CHECK(proposal.steps.front().ends_with(": n1"));
}
