#include "decide/drill/proposal.hpp"

#include <doctest/doctest.h>

#include "decide/reported.hpp"

using namespace pgmahout;
using model::DrillScenario;

namespace {

model::Proposal drill_of(const Reported& world, DrillScenario scenario = DrillScenario::crash) {
  return decide::propose_drill(
      {.cluster = world.cluster, .reports = world.reports, .scenario = scenario});
}

}  // namespace

TEST_CASE("a cluster that is well may be broken, each scenario with its victim") {
  Reported world;
  world.node(0).watchdog->leader = false;
  world.node(2).watchdog->leader = true;
  for (auto id : {0, 1, 2}) world.node(id).watchdog->leader_host = "192.0.2.3";
  world.node(0).holds_vip = false;
  world.node(2).holds_vip = true;
  CHECK(drill_of(world).allowed());
  CHECK(drill_of(world).from == "n0");
  CHECK(drill_of(world, DrillScenario::leader).from == "n2");
  CHECK(drill_of(world).to.empty());
  CHECK(drill_of(world, DrillScenario::switchover).to == "n1");
}

TEST_CASE("a silent node, a paused failover and a fence forbid a drill") {
  Reported silent;
  silent.silence(2);
  CHECK_FALSE(drill_of(silent).allowed());
  Reported paused;
  paused.node(1).pause = model::Pause{};
  CHECK_FALSE(drill_of(paused).allowed());
  Reported fenced;
  fenced.node(1).fence = model::Fence{};
  CHECK_FALSE(drill_of(fenced).allowed());
}

TEST_CASE("whatever the status finds above a note forbids it, a note does not") {
  Reported odd;
  odd.server(1).replay_paused = true;
  CHECK_FALSE(drill_of(odd).allowed());
  CHECK(decide::complaints_of(odd.cluster, odd.reports) ==
        std::vector<std::string>{"n1: somebody has paused its replay"});
  Reported noted;
  noted.server(0).slots.front().active = false;
  CHECK(drill_of(noted).allowed());
}

TEST_CASE("a cluster of two is not broken") {
  Reported world;
  world.cluster.nodes.pop_back();
  world.reports.nodes.pop_back();
  world.server(0).standbys.pop_back();
  CHECK_FALSE(drill_of(world).allowed());
}
