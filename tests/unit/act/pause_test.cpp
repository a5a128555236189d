#include "act/pause.hpp"

#include <doctest/doctest.h>

#include "act/failover/automatic.hpp"
#include "act/guard/hand_over.hpp"
#include "act/report_self.hpp"
#include "fake_node.hpp"

using namespace pgmahout;

TEST_CASE("a pause is kept until somebody ends it") {
  FakeNode node;
  const auto context = node.context();
  CHECK_FALSE(act::is_paused(context));
  CHECK(*act::pause(context, "a new switch"));
  CHECK(act::is_paused(context));
  CHECK_FALSE(*act::pause(context, "another reason"));
  CHECK((**act::read_pause(context)).reason == "a new switch");
  CHECK(act::report_self(context).pause->reason == "a new switch");
  CHECK(*act::resume(context));
  CHECK_FALSE(act::is_paused(context));
  CHECK_FALSE(*act::resume(context));
}

TEST_CASE("a pause that cannot be written is no pause") {
  FakeNode node;
  node.store.full = true;
  CHECK_FALSE(act::pause(node.context(), "why"));
  CHECK_FALSE(act::is_paused(node.context()));
}

TEST_CASE("a pause that cannot be read is one all the same") {
  FakeNode node;
  node.store.records[model::kPauseRecord] = "torn";
  CHECK(act::is_paused(node.context()));
  CHECK(*act::resume(node.context()));
}

TEST_CASE("nobody is promoted while it is paused") {
  FakeNode node;
  REQUIRE(act::pause(node.context(), ""));
  const auto done = act::automatic_failover(node.context(), {.node_id = 1, .new_main_id = 0});
  REQUIRE_FALSE(done);
  CHECK(done.error().kind == model::ErrorKind::refused);
  CHECK(done.error().hint.contains("resume"));
}

TEST_CASE("Pgpool-II is told of no silent host while it is paused") {
  const auto told = [](bool paused) {
    FakeNode node;
    node.shell.status = "LEADER";
    const auto context = node.context();
    if (paused) REQUIRE(act::pause(context, ""));
    act::HandOver(context).look({1});
    return std::ranges::any_of(
        node.shell.ran, [](const auto& line) { return line.starts_with("pcp_detach_node"); });
  };
  CHECK(told(false));
  CHECK_FALSE(told(true));
}
