#include "observe/inspection_json.hpp"

#include <doctest/doctest.h>

#include "decide/verify/world.hpp"

using namespace pgmahout;

TEST_CASE("what a node says survives the way to the controller") {
  test::World world;
  world.node(1).watchdog = std::unexpected(model::Error{
      .kind = model::ErrorKind::no_answer, .what = "silent", .node = "postgres2", .hint = "ask"});
  for (const auto& node : world.cluster.nodes) {
    const auto document = observe::node_to_json(world.node(node.id));
    const auto back = observe::node_from_json(nlohmann::json::parse(document.dump()));
    REQUIRE(back);
    CHECK(observe::node_to_json(*back) == document);
    world.inspection.nodes.at(node.name) = *back;
  }
  CHECK(test::check(world, "watchdog.answers").verdict == model::Verdict::no_answer);
  CHECK(test::check(world, "postgresql.lag").verdict == model::Verdict::ok);
  CHECK(test::check(world, "vip.logins").verdict == model::Verdict::ok);
  for (const char* rule : {"node.gate", "node.tcp_retries", "node.ping_group", "node.linger"})
    CHECK(test::check(world, rule).verdict == model::Verdict::ok);
}

TEST_CASE("an answer of another version is an error, not a crash") {
  auto document = observe::node_to_json(test::World().node(0));
  document.erase("heartbeat");
  const auto result = observe::node_from_json(document);
  REQUIRE_FALSE(result);
  CHECK(result.error().what.find("heartbeat") != std::string::npos);
  CHECK_FALSE(observe::node_from_json("text"));
}

TEST_CASE("numbers that no node has are an error") {
  const auto document = observe::node_to_json(test::World().node(0));
  for (const auto& wild : {nlohmann::json(1e300), nlohmann::json(-1.5), nlohmann::json(7)}) {
    auto other = document;
    other["facts"]["os_family"] = wild;
    CHECK_FALSE(observe::node_from_json(other));
    CHECK_FALSE(observe::facts_from_json(other["facts"]));
  }
  auto late = document;
  late["heartbeat"]["heard"] = 1e300;
  CHECK_FALSE(observe::node_from_json(late));
}
