// The guard's watch, against a node whose faults are made on demand.
#include <doctest/doctest.h>

#include "act/fence.hpp"
#include "act/guard/mender.hpp"
#include "act/guard/primary_record.hpp"
#include "act/guard/restarter.hpp"
#include "act/guard/vital_watch.hpp"
#include "act/rejoin/rejoin.hpp"
#include "fake_node.hpp"
#include "model/fence.hpp"

using namespace pgmahout;
using model::ServiceState;
using ports::Duration;
using Done = std::vector<std::string>;

namespace {

void crash(FakeNode& node) {
  node.server.runs = false;
  node.server.service = ServiceState::failed;
}

// The server of this node has been primary, and says so.
void make_primary(FakeNode& node) {
  const auto identifier = model::parse_system_identifier("7000000000000000001").value();
  node.server.control.system_identifier = identifier;
  node.server.control.checkpoint.timeline = {1};
  REQUIRE(act::arm_primary(node.context(), {identifier, {1}}).has_value());
}

template <typename Watcher>
void look_for(Watcher& watcher, FakeNode& node, Duration time, Duration pause) {
  const auto until = node.clock.now() + time;
  while (node.clock.now() < until) {
    watcher.look();
    node.clock.sleep_for(pause);
  }
}

// A standby that goes on replying, as long as the test calls this between two looks.
void reply(FakeNode& node) {
  node.sql.replies["n1"] = std::to_string(node.clock.now().time_since_epoch().count());
}

settings::Timers fast() { return settings::timers_of(model::FailoverProfile::fast); }

}  // namespace

TEST_CASE("a crashed server is started at the first look, a stopped one never") {
  FakeNode node;
  const auto context = node.context();
  act::Restarter restarter(context);
  restarter.look();
  CHECK(node.server.done.empty());
  crash(node);
  restarter.look();
  CHECK(node.server.done == Done{"start"});
  node.server.runs = false;
  node.server.service = ServiceState::stopped;
  look_for(restarter, node, Duration{60000}, Duration{50});
  CHECK(node.server.done == Done{"start"});
}

TEST_CASE("a server that does not come up is started again, ever more seldom") {
  FakeNode node;
  const auto context = node.context();
  act::Restarter restarter(context);
  crash(node);
  node.server.starts = false;
  look_for(restarter, node, Duration{60000}, Duration{50});
  const auto tries = node.server.done.size();
  CHECK(tries >= 5);
  CHECK(tries <= 8);
}

TEST_CASE("a fenced server stays down, one that fenced itself asks the gate") {
  FakeNode node;
  const auto context = node.context();
  act::Restarter restarter(context);
  crash(node);
  node.store.records[model::kFenceRecord] = to_text(model::Fence{.reason = "replaced"});
  look_for(restarter, node, Duration{10000}, Duration{50});
  CHECK(node.server.done.empty());
  node.store.records[model::kFenceRecord] =
      to_text(model::Fence{.reason = "cut off", .isolated = true});
  node.server.service = ServiceState::stopped;
  look_for(restarter, node, Duration{1000}, Duration{50});
  CHECK(node.server.done == Done{"start"});
}

TEST_CASE("a crashed primary that is to be replaced is handed over once, then started after all") {
  FakeNode node;
  node.cluster.restart_first = false;
  make_primary(node);
  const auto context = node.context();
  act::Restarter restarter(context);
  crash(node);
  look_for(restarter, node, Duration{15000}, Duration{50});
  CHECK(node.shell.ran == Done{"pcp_detach_node 0"});
  CHECK(node.server.done.empty());
  look_for(restarter, node, Duration{10000}, Duration{50});
  CHECK(node.server.done == Done{"start"});
}

TEST_CASE("a crashed primary without room for a WAL segment is handed over") {
  FakeNode node;
  make_primary(node);
  const auto context = node.context();
  act::Restarter restarter(context);
  crash(node);
  node.server.control.wal_segment_bytes = 16U << 20U;
  node.server.free = (16U << 20U) - 1;
  look_for(restarter, node, Duration{1000}, Duration{50});
  CHECK(node.shell.ran == Done{"pcp_detach_node 0"});
  CHECK(node.server.done.empty());
}

TEST_CASE("a crashed primary with room, or nobody knows how much, is started") {
  for (const auto free : {std::optional<std::uint64_t>{16U << 20U}, {}}) {
    FakeNode node;
    make_primary(node);
    const auto context = node.context();
    act::Restarter restarter(context);
    crash(node);
    node.server.control.wal_segment_bytes = 16U << 20U;
    node.server.free = free;
    look_for(restarter, node, Duration{1000}, Duration{50});
    CHECK(node.server.done == Done{"start"});
  }
}

TEST_CASE("a running primary notes that it is one, and is left alone while a standby replies") {
  FakeNode node;
  const auto context = node.context();
  act::VitalWatch watch(context, fast());
  node.shell.quorum = "QUORUM ABSENT";
  for (int look = 0; look < 40; ++look) {
    reply(node);
    watch.look();
    node.clock.sleep_for(Duration{250});
  }
  CHECK(node.server.done.empty());
  CHECK(node.shell.ran.empty());
  CHECK(node.server.standby_signal);
  CHECK(act::read_primary_record(context)->has_value());
}

TEST_CASE("a primary without quorum and standbys fences itself, one with a quorum does not") {
  FakeNode node;
  const auto context = node.context();
  act::VitalWatch watch(context, fast());
  reply(node);
  look_for(watch, node, Duration{10000}, Duration{250});
  CHECK(node.server.done.empty());
  node.shell.quorum = "QUORUM ABSENT";
  look_for(watch, node, Duration{1500}, Duration{250});
  CHECK(node.server.done == Done{"stop at once"});
  CHECK(model::parse_fence(node.store.records.at(model::kFenceRecord)).isolated);
}

TEST_CASE("a primary that waits for standbys is given time until one has found it") {
  FakeNode node;
  const auto context = node.context();
  act::VitalWatch watch(context, fast());
  node.sql.names = R"(ANY 1 ("postgres2", "postgres3"))";
  node.shell.quorum = "QUORUM ABSENT";
  node.server.runs = false;
  watch.look();
  node.server.runs = true;
  look_for(watch, node, Duration{15000}, Duration{250});
  CHECK(node.server.done.empty());
  reply(node);
  watch.look();
  node.sql.replies.clear();
  look_for(watch, node, Duration{1500}, Duration{250});
  CHECK(node.server.done == Done{"stop at once"});
}

TEST_CASE("a guard that was started anew knows of no reason for patience") {
  FakeNode node;
  const auto context = node.context();
  act::VitalWatch watch(context, fast());
  node.sql.names = R"(ANY 1 ("postgres2", "postgres3"))";
  node.shell.quorum = "QUORUM ABSENT";
  look_for(watch, node, Duration{1000}, Duration{250});
  CHECK(node.server.done == Done{"stop at once"});
}

TEST_CASE("a primary that is cut off is stopped also when its disk is full") {
  FakeNode node;
  const auto context = node.context();
  act::VitalWatch watch(context, fast());
  node.shell.quorum = "QUORUM ABSENT";
  watch.look();
  node.store.full = true;
  look_for(watch, node, Duration{4000}, Duration{250});
  CHECK(node.server.done == Done{"stop at once"});
}

TEST_CASE("who is cut off while somebody fences it for good stays fenced") {
  FakeNode node;
  const auto context = node.context();
  REQUIRE(act::fence(context, {.reason = "replaced"}, ports::StopMode::immediate).has_value());
  const auto again =
      act::fence(context, {.reason = "cut off", .isolated = true}, ports::StopMode::immediate);
  REQUIRE(again.has_value());
  CHECK(again->was_fenced);
  CHECK(model::parse_fence(node.store.records.at(model::kFenceRecord)).keeps_down());
}

TEST_CASE("who became primary meanwhile is not held down") {
  FakeNode node;
  const auto held = act::hold(node.context(), "a new disk");
  REQUIRE_FALSE(held.has_value());
  CHECK(held.error().kind == model::ErrorKind::refused);
  CHECK(node.server.done.empty());
  CHECK_FALSE(node.store.records.contains(model::kFenceRecord));
}

TEST_CASE("what a person holds stays down until a person lets it go") {
  FakeNode node;
  auto context = node.context();
  node.server.standby_signal = true;
  node.sql.in_recovery = true;
  REQUIRE(act::hold(context, "a new disk").has_value());
  CHECK(node.server.done.back() == "stop");
  CHECK_FALSE(act::check_not_held(context).has_value());
  const auto record = [&] { return **act::read_fence(context); };
  CHECK(record().held);
  SUBCASE("a failover neither lifts nor forgets it") {
    REQUIRE(
        act::fence(context, {.reason = "replaced", .operation = "7"}, ports::StopMode::immediate));
    CHECK(record().held);
    CHECK_FALSE(act::unfence_after(context, "7").value());
    CHECK(act::release(context, "7").value());
    CHECK(record().keeps_down());
    CHECK_FALSE(act::lift_answered_fence(context).value());
  }
  SUBCASE("nobody makes it a standby meanwhile") {
    const auto rejoined = act::rejoin::preview(context, {.primary = node.cluster.nodes.at(1)});
    REQUIRE_FALSE(rejoined.has_value());
    CHECK(rejoined.error().hint.contains("unfence n0"));
  }
  CHECK(act::let_go(context).value());
  CHECK(act::check_not_held(context).has_value());
  CHECK_FALSE(record().held);
  CHECK_FALSE(act::let_go(context).value());
}

TEST_CASE("a primary on a full disk is not stopped in order: nobody could tell that it is fenced") {
  FakeNode node;
  const auto context = node.context();
  node.store.full = true;
  CHECK_FALSE(act::fence(context, {.reason = "a test"}, ports::StopMode::orderly).has_value());
  CHECK(node.server.done.empty());
  CHECK_FALSE(act::fence(context, {.reason = "a test"}, ports::StopMode::immediate).has_value());
  CHECK(node.server.done == Done{"stop at once"});
  CHECK(node.server.standby_signal);
}

TEST_CASE("a primary that hangs is ended without a fence, a standby that hangs is not") {
  FakeNode node;
  const auto context = node.context();
  act::VitalWatch watch(context, fast());
  reply(node);
  watch.look();
  node.sql.silent = true;
  look_for(watch, node, Duration{2900}, Duration{250});
  CHECK(node.server.done.empty());
  look_for(watch, node, Duration{1000}, Duration{250});
  CHECK(node.server.done == Done{"stop at once"});
  CHECK_FALSE(node.store.records.contains(model::kFenceRecord));

  FakeNode standby;
  const auto there = standby.context();
  act::VitalWatch other(there, fast());
  standby.sql.in_recovery = true;
  other.look();
  standby.sql.silent = true;
  look_for(other, standby, Duration{60000}, Duration{250});
  CHECK(standby.server.done.empty());
}

TEST_CASE("a primary that runs outside of its service is brought back into it") {
  FakeNode node;
  make_primary(node);
  node.server.service = ServiceState::failed;
  node.sql.standbys = {"n1", "n2"};
  node.sql.resume_refused = "recovery is not in progress";
  const auto context = node.context();
  act::Mender mender(context);
  look_for(mender, node, Duration{5000}, Duration{1000});
  CHECK(node.server.done.empty());
  look_for(mender, node, Duration{15000}, Duration{1000});
  CHECK(node.server.done == Done{"stop", "start"});
}

TEST_CASE("who led, comes up in recovery and follows nobody is started through the gate") {
  FakeNode node;
  make_primary(node);
  node.sql.in_recovery = true;
  node.sql.frozen = true;
  const auto context = node.context();
  act::Mender mender(context);
  // It is promoting itself, or has just done it: the promotion must end undisturbed.
  for (const auto* refused : {"standby promotion is ongoing", "recovery is not in progress"}) {
    node.sql.resume_refused = refused;
    look_for(mender, node, Duration{30000}, Duration{1000});
    CHECK(node.server.done.empty());
  }
  node.sql.resume_refused.clear();
  look_for(mender, node, Duration{2000}, Duration{1000});
  CHECK(node.server.done == Done{"stop", "start"});
}
