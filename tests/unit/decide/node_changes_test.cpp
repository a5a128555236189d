#include <doctest/doctest.h>

#include <algorithm>

#include "decide/attach_change.hpp"
#include "decide/hold_change.hpp"
#include "decide/reload_change.hpp"
#include "decide/restart_change.hpp"
#include "reported.hpp"

using namespace pgmahout;

namespace {

bool lacks(const model::Proposal& proposal, const std::string& words) {
  return std::ranges::any_of(proposal.preconditions, [&](const auto& condition) {
    return !condition.holds && condition.what.contains(words) && !condition.evidence.empty() &&
           !condition.next.empty();
  });
}

model::Proposal hold_of(const Reported& told, const std::string& name) {
  return decide::propose_hold(told.cluster, told.reports, name);
}

model::Proposal let_go_of(const Reported& told, const std::string& name) {
  return decide::propose_let_go(told.cluster, told.reports, name);
}

model::Proposal attach_of(const Reported& told, const std::string& name) {
  return decide::propose_attach(told.cluster, told.reports, name);
}

model::Proposal restart_of(const Reported& told, const std::vector<std::string>& names = {}) {
  return decide::propose_restart({told.cluster, told.reports, names});
}

std::vector<std::string> order_of(const Reported& told, const std::vector<std::string>& names) {
  const auto order = decide::restart_order({told.cluster, told.reports, names});
  std::vector<std::string> standbys;
  for (const auto* node : order.standbys) standbys.push_back(node->name);
  if (order.primary != nullptr) standbys.push_back("last " + order.primary->name);
  return standbys;
}

}  // namespace

TEST_CASE("a standby may be held down as long as commits are confirmed") {
  Reported told;
  CHECK(hold_of(told, "n2").allowed());
  CHECK(hold_of(told, "n2").nothing_to_do.empty());
  CHECK(lacks(hold_of(told, "n0"), "is not the primary"));
  CHECK(lacks(hold_of(told, "n7"), "n7 is a node"));
  told.forget(1);
  CHECK(lacks(hold_of(told, "n2"), "confirmed without n2"));
  told.cluster.replication.standbys_lost = model::StandbysLost::degrade;
  CHECK(hold_of(told, "n2").allowed());
  told.cluster.replication.standbys_lost = model::StandbysLost::block;
  told.cluster.replication.synchronous = model::Synchronous::off;
  CHECK(hold_of(told, "n2").allowed());
  told.silence(2);
  CHECK(lacks(hold_of(told, "n2"), "and answers"));
}

TEST_CASE("only what a person holds is let go by a person") {
  Reported told;
  CHECK(let_go_of(told, "n2").nothing_to_do == "n2 is not fenced");
  told.stop(2);
  told.node(2).fence = model::Fence{.reason = "replaced"};
  CHECK(let_go_of(told, "n2").nothing_to_do.contains("pgmahout rejoin n2"));
  told.node(2).fence->held = true;
  CHECK(let_go_of(told, "n2").nothing_to_do.empty());
  CHECK(let_go_of(told, "n2").allowed());
  CHECK(hold_of(told, "n2").nothing_to_do == "n2 is held down already");
  told.node(2).postmaster = true;  // the stop was cut off
  CHECK(hold_of(told, "n2").nothing_to_do.empty());
}

TEST_CASE("who may be attached") {
  Reported told;
  CHECK(attach_of(told, "n1").nothing_to_do == "n1 is attached already");
  told.node(0).beliefs->at(1).up = false;
  CHECK(attach_of(told, "n1").allowed());
  CHECK(attach_of(told, "n1").nothing_to_do.empty());
  told.forget(1);
  CHECK(lacks(attach_of(told, "n1"), "streams from it"));
  told.node(0).watchdog->quorum = false;
  CHECK(lacks(attach_of(told, "n1"), "with a quorum"));
}

TEST_CASE("a restart goes from standby to standby, and to the primary last") {
  Reported told;
  CHECK(restart_of(told).allowed());
  CHECK(order_of(told, {}) == std::vector<std::string>{"n1", "n2", "last n0"});
  CHECK(order_of(told, {"n2"}) == std::vector<std::string>{"n2"});
  CHECK(restart_of(told, {"n2"}).to.empty());
  CHECK(restart_of(told).to == "n1");
  CHECK(restart_of(told).steps.back() == "make n1 primary, which restarts n0 as a standby");
}

TEST_CASE("what an earlier restart left stopped is started first") {
  Reported told;
  told.stop(2);
  told.forget(2);
  CHECK(restart_of(told).allowed());
  CHECK(order_of(told, {}) == std::vector<std::string>{"n2", "n1", "last n0"});
  CHECK(lacks(restart_of(told, {"n1"}), "every other node streams"));
}

TEST_CASE("what keeps nodes from being restarted") {
  const auto broken = [](auto&& breaking, const std::string& words) {
    Reported told;
    breaking(told);
    CHECK_MESSAGE(lacks(restart_of(told), words), words);
  };
  CHECK(lacks(restart_of({}, {"n7", "n1"}), "every name"));
  broken([](auto& told) { told.silence(2); }, "every node answers");
  broken([](auto& told) { told.forget(2); }, "every other node streams");
  broken([](auto& told) { told.node(2).fence = model::Fence{}; }, "fenced");
  broken([](auto& told) { told.node(2).units.clear(); }, "run on every node");
  broken([](auto& told) { told.server(1).state.in_turn = true; }, "no failover");
  broken([](auto& told) { told.node(0).watchdog->quorum = false; }, "with a quorum");
  broken([](auto& told) { told.node(1).pause = model::Pause{}; }, "not paused");
  Reported paused;
  paused.node(1).pause = model::Pause{};
  CHECK(restart_of(paused, {"n1"}).allowed());
}

TEST_CASE("files are read again where PostgreSQL runs") {
  Reported told;
  const auto reload = [&](const std::vector<std::string>& names) {
    return decide::propose_reload(told.cluster, told.reports, names);
  };
  CHECK(reload({}).allowed());
  CHECK(reload({}).steps.front().ends_with("n0, n1 and n2"));
  CHECK(lacks(reload({"n7"}), "n7 is a node"));
  told.stop(1);
  CHECK(lacks(reload({}), "PostgreSQL runs on n1"));
  CHECK(reload({"n2"}).allowed());
}
