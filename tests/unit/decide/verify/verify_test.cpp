#include "decide/verify/verify.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <set>

#include "decide/verify/breaks.hpp"

using namespace pgmahout;
using test::Break;
using test::refused;
using test::World;

namespace {

std::vector<Break> all_breaks() {
  std::vector<Break> all;
  for (const auto& some :
       {test::node_breaks(), test::kernel_breaks(), test::postgresql_breaks(),
        test::replication_breaks(), test::pgpool_breaks(), test::watchdog_breaks()})
    all.insert(all.end(), some.begin(), some.end());
  return all;
}

}  // namespace

TEST_CASE("a healthy cluster passes every check") {
  const World world;
  CHECK(test::not_ok(world) == std::vector<std::string>{});
  CHECK(exit_code(world.verify()) == model::ExitCode::ok);
  CHECK(world.verify().checks.size() == decide::verification_rules().size());
}

TEST_CASE("each broken thing is seen by its check and by no other") {
  for (const Break& one : all_breaks()) {
    CAPTURE(one.what);
    World world;
    one.act(world);
    std::vector<std::string> seen = test::not_ok(world);
    // A node that did not answer is "no answer" for all the others; its own test says so.
    if (one.seen.front() == "node.answers fail") seen.resize(1);
    CHECK(seen == one.seen);
  }
}

TEST_CASE("every rule has a test that breaks its thing") {
  std::set<std::string> broken{"postgresql.answers", "postgresql.one_primary", "pgpool.answers"};
  for (const Break& one : all_breaks())
    for (const std::string& seen : one.seen) broken.insert(seen.substr(0, seen.find(' ')));
  std::set<std::string> ids;
  for (const decide::Rule& rule : decide::verification_rules()) {
    CAPTURE(rule.id);
    CHECK(broken.contains(std::string(rule.id)));
    CHECK(ids.insert(std::string(rule.id)).second);
    CHECK_FALSE(rule.remedy.empty());
  }
}

TEST_CASE("the documentation tells of every check") {
  std::ifstream stream(std::string(PGMAHOUT_SOURCE_DIR) + "/docs/verify.md");
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  for (const decide::Rule& rule : decide::verification_rules()) {
    CAPTURE(rule.id);
    CHECK(text.find("| `" + std::string(rule.id) + "` |") != std::string::npos);
  }
}

TEST_CASE("a backend to which nobody has connected yet is up") {
  World world;
  world.pgpool(2).backends[1].status = "waiting";
  CHECK(test::not_ok(world) == std::vector<std::string>{});
}

TEST_CASE("two primaries are split brain") {
  World world;
  world.postgresql(1).in_recovery = false;
  const auto result = test::check(world, "postgresql.one_primary");
  CHECK(result.verdict == model::Verdict::fail);
  CHECK(result.evidence.size() == 3);
  CHECK(test::check(world, "postgresql.streaming").verdict == model::Verdict::skipped);
  CHECK(exit_code(world.verify()) == model::ExitCode::not_as_it_should_be);
}

TEST_CASE("no primary is a failure when all answered") {
  World world;
  world.postgresql(0).in_recovery = true;
  CHECK(test::check(world, "postgresql.one_primary").verdict == model::Verdict::fail);
}

TEST_CASE("no primary is not known while a node is silent") {
  World world;
  world.silence(0);
  CHECK(test::check(world, "postgresql.one_primary").verdict == model::Verdict::no_answer);
  CHECK(test::check(world, "postgresql.streaming").verdict == model::Verdict::no_answer);
  CHECK(test::check(world, "vip.holder").verdict == model::Verdict::no_answer);
}

TEST_CASE("a silent node is no answer, not failure, and has its exit code") {
  World world;
  world.silence(2);
  const auto verification = world.verify();
  CHECK(count(verification, model::Verdict::fail) == 0);
  CHECK(test::check(world, "node.answers").evidence.front() == "postgres3: no answer within 10 s");
  CHECK(exit_code(verification) == model::ExitCode::no_answer);
  CHECK(to_int(exit_code(verification)) == 7);
}

TEST_CASE("a failure weighs more than a silent node") {
  World world;
  world.silence(2);
  world.node(0).files[0].mode = "0644";
  CHECK(exit_code(world.verify()) == model::ExitCode::not_as_it_should_be);
}

TEST_CASE("a stopped PostgreSQL fails once and skips what it could have told") {
  World world;
  world.node(2).postgresql = std::unexpected(refused());
  CHECK(test::check(world, "postgresql.answers").verdict == model::Verdict::fail);
  CHECK(test::check(world, "postgresql.settings").verdict == model::Verdict::skipped);
  CHECK(count(world.verify(), model::Verdict::fail) == 1);
}

TEST_CASE("a stopped Pgpool-II fails once and skips what it could have told") {
  World world;
  world.node(2).pgpool = std::unexpected(refused());
  world.node(2).watchdog = std::unexpected(refused());
  CHECK(test::check(world, "pgpool.answers").verdict == model::Verdict::fail);
  CHECK(test::check(world, "watchdog.heartbeat").verdict == model::Verdict::skipped);
  CHECK(test::check(world, "watchdog.answers").verdict == model::Verdict::skipped);
  CHECK(count(world.verify(), model::Verdict::fail) == 1);
}

TEST_CASE("what PostgreSQL spells its own way, or the session hides, is no drift") {
  World world;
  world.expectation.nodes["postgres1"].postgresql["datestyle"] = "iso, mdy";
  world.expectation.nodes["postgres1"].postgresql["statement_timeout"] = "0";
  auto& live = world.postgresql(0).parameters;
  live["datestyle"] = {.value = "ISO, MDY", .type = "string"};
  live["statement_timeout"] = {
      .value = "5000", .unit = "ms", .type = "integer", .source = "client"};
  CHECK(test::not_ok(world).empty());
  live["datestyle"].value = "ISO, DMY";
  CHECK(test::not_ok(world) == std::vector<std::string>{"postgresql.settings fail"});
}

TEST_CASE("asynchronous replication waits for nobody") {
  World world;
  world.cluster.replication.synchronous = model::Synchronous::off;
  world.postgresql(0).parameters["synchronous_standby_names"].value = "";
  CHECK(test::not_ok(world).empty());
}

TEST_CASE("a fence is told with its reason, wrong names with the wanted ones") {
  World world;
  world.node(2).fenced = "postgres1 is primary";
  CHECK(test::check(world, "node.fence").evidence ==
        std::vector<std::string>{"postgres3: it is fenced: postgres1 is primary"});
  world.postgresql(0).parameters["synchronous_standby_names"].value = "";
  CHECK(test::check(world, "postgresql.synchronous").evidence ==
        std::vector<std::string>{"postgres1: synchronous_standby_names is empty, not ANY 1 "
                                 "(\"postgres2\", \"postgres3\")"});
}

TEST_CASE("whoever lets postgres call hosts by ICMP lets it do enough") {
  World world;
  world.node(1).kernel[model::kPingGroups] = "114 114";
  CHECK(test::not_ok(world).empty());
  world.node(1).kernel[model::kPingGroups] = "115 116";
  CHECK(test::check(world, "node.ping_group")
            .evidence.front()
            .starts_with("postgres2: net.ipv4.ping_group_range is 115 116, not 0 2147483647 as in "
                         "/etc/sysctl.d/61-pgmahout-network.conf: "));
}

TEST_CASE("warnings do not fail") {
  World world;
  world.postgresql(1).auto_parameters.emplace_back("work_mem");
  CHECK(exit_code(world.verify()) == model::ExitCode::ok);
}

TEST_CASE("heartbeats may be late on a busy machine, missing ones may not") {
  World world;
  for (const std::int64_t heard : {4, 5, 6}) {
    world.node(1).heartbeat.heard = heard;
    CHECK(test::check(world, "watchdog.heartbeat").verdict == model::Verdict::ok);
  }
  world.node(1).heartbeat.heard = 3;
  CHECK(test::check(world, "watchdog.heartbeat").verdict == model::Verdict::fail);
}

TEST_CASE("of two nodes one heartbeat is enough, and none is not") {
  World world;
  world.cluster.nodes.pop_back();
  world.node(1).heartbeat.heard = 1;
  CHECK(test::check(world, "watchdog.heartbeat").verdict == model::Verdict::ok);
  world.node(1).heartbeat.heard = 0;
  CHECK(test::check(world, "watchdog.heartbeat").verdict == model::Verdict::fail);
}

TEST_CASE("before 4.2 there is no pgpool_node_id to judge") {
  World world;
  world.cluster.pgpool.version = {4, 1, 0};
  world.node(0).pgpool_node_id.clear();
  CHECK(test::check(world, "pgpool.node_id").verdict == model::Verdict::ok);
}
