#include "decide/verify/verify.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <set>

#include "decide/verify/world.hpp"

using namespace pgmahout;
using test::World;

namespace {

/// One thing broken in a healthy world, and every check that must see it; no other may.
struct Break {
  std::string what;
  std::function<void(World&)> act;
  std::vector<std::string> seen;
};

model::Error refused() { return {.what = "connection refused"}; }

std::vector<Break> node_breaks() {
  return {
      {"the agent ends with an error",
       [](World& w) { w.inspection.nodes.at("postgres3") = std::unexpected(refused()); },
       {"node.answers fail"}},
      {"a service is stopped",
       [](World& w) { w.node(1).units[1].active = "inactive"; },
       {"node.services fail"}},
      {"a service is not enabled",
       [](World& w) { w.node(1).units[0].enabled = "disabled"; },
       {"node.services fail"}},
      {"the guard is stopped",
       [](World& w) { w.node(1).units[2].active = "failed"; },
       {"node.services fail"}},
      {"our second service is not there",
       [](World& w) { w.node(1).units.pop_back(); },
       {"node.services fail"}},
      {"PostgreSQL starts without the gate",
       [](World& w) {
         w.node(2).units[0].before_start = "{ path=/bin/true ; argv[]=/bin/true }\n";
       },
       {"node.gate fail"}},
      {"a gate whose word does not count",
       [](World& w) {
         auto& text = w.node(2).units[0].before_start;
         text.replace(text.find("errors=no"), 9, "errors=yes");
       },
       {"node.gate fail"}},
      {"a state directory that others may read",
       [](World& w) { w.node(0).files.back().mode = "0755"; },
       {"node.state fail"}},
      {"a state directory of root's",
       [](World& w) { w.node(0).files.back().owner = "root"; },
       {"node.state fail"}},
      {"no state directory",
       [](World& w) { w.node(0).files.back().present = false; },
       {"node.state fail"}},
      {"a fenced node",
       [](World& w) { w.node(2).fenced = "postgres1 is primary"; },
       {"node.fence fail"}},
      {"an old agent",
       [](World& w) { w.node(2).agent_version = "0.0.9"; },
       {"node.executables fail"}},
      {"another build",
       [](World& w) { w.node(2).files[3].sha256 = "ff"; },
       {"node.executables fail"}},
      {"a missing executable",
       [](World& w) { w.node(0).files.erase(w.node(0).files.begin() + 3); },
       {"node.executables fail"}},
      {"a changed file", [](World& w) { w.node(0).files[0].sha256 = "ff"; }, {"node.files fail"}},
      {"a missing file", [](World& w) { w.node(0).files[0].present = false; }, {"node.files fail"}},
      {"a readable secret",
       [](World& w) { w.node(0).files[0].mode = "0644"; },
       {"node.file_modes fail"}},
      {"a file of another owner",
       [](World& w) { w.node(0).files[0].owner = "root"; },
       {"node.file_modes fail"}},
  };
}

std::vector<Break> kernel_breaks() {
  return {
      {"the kernel sends again for a quarter of an hour",
       [](World& w) { w.node(1).kernel[model::kTcpRetries] = "15"; },
       {"node.tcp_retries fail"}},
      {"the kernel gives up before the profile's time",
       [](World& w) { w.node(1).kernel[model::kTcpRetries] = "4"; },
       {"node.tcp_retries fail"}},
      {"nobody tells how often the kernel sends again",
       [](World& w) { w.node(1).kernel.erase(model::kTcpRetries); },
       {"node.tcp_retries fail"}},
      {"nobody may call hosts by ICMP",
       [](World& w) { w.node(2).kernel[model::kPingGroups] = "1 0"; },
       {"node.ping_group fail"}},
      {"only other groups may",
       [](World& w) { w.node(2).kernel[model::kPingGroups] = "118 2147483647"; },
       {"node.ping_group fail"}},
      {"a range that is none",
       [](World& w) { w.node(2).kernel[model::kPingGroups] = "everybody"; },
       {"node.ping_group fail"}},
      {"the services of user postgres end with each question",
       [](World& w) { w.node(0).files[4].present = false; },
       {"node.linger fail"}},
  };
}

std::vector<Break> postgresql_breaks() {
  return {
      {"another major version",
       [](World& w) {
         for (int id = 0; id < 3; ++id) w.postgresql(id).version_number = 160004;
       },
       {"postgresql.version fail"}},
      {"another minor version",
       [](World& w) { w.postgresql(1).server_version = "15.7"; },
       {"postgresql.version fail"}},
      {"another cluster",
       [](World& w) { w.postgresql(2).system_identifier = "1"; },
       {"postgresql.system_identifier fail"}},
      {"an old timeline",
       [](World& w) { w.postgresql(2).timeline = 2; },
       {"postgresql.timeline fail"}},
      {"checksums off",
       [](World& w) { w.postgresql(2).data_checksums = false; },
       {"postgresql.checksums fail"}},
      {"a parse error",
       [](World& w) { w.postgresql(0).config_errors = {"pg_hba.conf:9: bad"}; },
       {"postgresql.config_errors fail"}},
      {"archiving fails",
       [](World& w) { w.postgresql(0).archiver.failing = true; },
       {"postgresql.archive fail"}},
      {"archiving off",
       [](World& w) { w.postgresql(0).archiver.mode = "off"; },
       {"postgresql.archive fail"}},
      {"nothing archived",
       [](World& w) { w.postgresql(0).archiver.archived = 0; },
       {"postgresql.archive warn"}},
      {"another value",
       [](World& w) { w.postgresql(1).parameters["work_mem"].value = "8192"; },
       {"postgresql.settings fail"}},
      {"an unknown parameter",
       [](World& w) { w.postgresql(1).parameters.erase("work_mem"); },
       {"postgresql.settings fail"}},
      {"a restart is due",
       [](World& w) { w.postgresql(1).parameters["wal_level"].pending_restart = true; },
       {"postgresql.pending_restart warn"}},
      {"ALTER SYSTEM",
       [](World& w) { w.postgresql(1).auto_parameters.emplace_back("work_mem"); },
       {"postgresql.auto_conf warn"}},
      {"an md5 password",
       [](World& w) { w.postgresql(0).role_methods["app"] = "md5"; },
       {"postgresql.passwords fail"}},
      {"a missing role",
       [](World& w) { w.postgresql(0).role_methods.erase("repl"); },
       {"postgresql.passwords fail"}},
  };
}

std::vector<Break> replication_breaks() {
  return {
      {"a standby that is gone",
       [](World& w) { w.postgresql(0).replication.pop_back(); },
       {"postgresql.streaming fail", "postgresql.lag skipped"}},
      {"a standby that catches up",
       [](World& w) { w.postgresql(0).replication[0].state = "catchup"; },
       {"postgresql.streaming fail"}},
      {"a missing slot",
       [](World& w) { w.postgresql(0).slots.pop_back(); },
       {"postgresql.slots fail"}},
      {"an unused slot",
       [](World& w) { w.postgresql(0).slots[0].active = false; },
       {"postgresql.slots fail"}},
      {"a lost slot",
       [](World& w) { w.postgresql(0).slots[0].wal_status = "lost"; },
       {"postgresql.slots fail"}},
      {"an orphan slot on the primary",
       [](World& w) { w.postgresql(0).slots.push_back({.name = "gone", .wal_status = ""}); },
       {"postgresql.slots fail"}},
      {"an orphan slot on a standby",
       [](World& w) { w.postgresql(1).slots.push_back({.name = "gone", .wal_status = ""}); },
       {"postgresql.slots fail"}},
      {"lag",
       [](World& w) { w.postgresql(0).replication[0].replay_lag_bytes = 1LL << 30; },
       {"postgresql.lag fail"}},
      {"commits wait for nobody",
       [](World& w) { w.postgresql(0).parameters["synchronous_standby_names"].value = ""; },
       {"postgresql.synchronous fail"}},
      {"commits wait for one node only",
       [](World& w) {
         w.postgresql(0).parameters["synchronous_standby_names"].value = R"(ANY 1 ("postgres2"))";
       },
       {"postgresql.synchronous fail"}},
      {"commits wait although nobody asked for it",
       [](World& w) { w.cluster.replication.synchronous = model::Synchronous::off; },
       {"postgresql.synchronous fail"}},
      {"a write that a standby never sees",
       [](World& w) { w.inspection.write->seen["postgres3"] = false; },
       {"postgresql.write fail"}},
      {"a write that fails",
       [](World& w) { w.inspection.write = std::unexpected(refused()); },
       {"postgresql.write fail"}},
      {"replication may not log in",
       [](World& w) { w.node(1).logins[5].accepted = false; },
       {"postgresql.replication_login fail"}},
      {"replication needs no password",
       [](World& w) { w.node(1).logins[5].password_asked = false; },
       {"postgresql.replication_login fail"}},
  };
}

std::vector<Break> pgpool_breaks() {
  return {
      {"another release", [](World& w) { w.pgpool(1).version = "4.3.4"; }, {"pgpool.version fail"}},
      {"another branch",
       [](World& w) {
         w.cluster.pgpool.version = {4, 4, 0};
       },
       {"pgpool.version fail"}},
      {"another patch level than configured",
       [](World& w) {
         w.cluster.pgpool.version = {4, 3, 6};
       },
       {"pgpool.version fail"}},
      {"a wrong node id",
       [](World& w) { w.node(1).pgpool_node_id = "0"; },
       {"pgpool.node_id fail"}},
      {"another value",
       [](World& w) { w.pgpool(1).parameters["health_check_period"] = "0"; },
       {"pgpool.settings fail"}},
      {"an ignored parameter",
       [](World& w) { w.pgpool(1).parameters.erase("health_check_period"); },
       {"pgpool.settings fail"}},
      {"an md5 entry",
       [](World& w) { w.node(1).pool_passwords["app"] = "md5"; },
       {"pgpool.passwords fail"}},
      {"a missing entry",
       [](World& w) { w.node(1).pool_passwords.erase("postgres"); },
       {"pgpool.passwords fail"}},
      {"a detached backend",
       [](World& w) { w.pgpool(2).backends[1].status = "down"; },
       {"pgpool.backends fail"}},
      {"a dead backend that is called up",
       [](World& w) { w.pgpool(2).backends[1].live_status = "down"; },
       {"pgpool.backends fail"}},
      {"a role that is not true",
       [](World& w) { w.pgpool(2).backends[0].role = "standby"; },
       {"pgpool.backends fail"}},
      {"a live role that is not true",
       [](World& w) { w.pgpool(2).backends[0].live_role = "unknown"; },
       {"pgpool.backends fail"}},
      {"a missing backend",
       [](World& w) { w.pgpool(2).backends.pop_back(); },
       {"pgpool.backends fail"}},
  };
}

std::vector<Break> watchdog_breaks() {
  return {
      {"PCP refuses",
       [](World& w) { w.node(1).watchdog = std::unexpected(refused()); },
       {"watchdog.answers fail", "watchdog.members skipped", "watchdog.quorum skipped",
        "watchdog.leader skipped"}},
      {"a lost member",
       [](World& w) { w.watchdog(0).members[2].status = "LOST"; },
       {"watchdog.members fail"}},
      {"a removed member",
       [](World& w) { w.watchdog(0).members[2].membership = "REMOVED-LOST"; },
       {"watchdog.members fail"}},
      {"no quorum",
       [](World& w) { w.watchdog(1).quorum = "QUORUM ABSENT"; },
       {"watchdog.quorum fail"}},
      {"half a quorum",
       [](World& w) { w.watchdog(1).quorum = "QUORUM IS ON THE EDGE"; },
       {"watchdog.quorum warn"}},
      {"two leaders",
       [](World& w) { w.watchdog(1).members[1].status = "LEADER"; },
       {"watchdog.leader fail"}},
      {"no agreement on the leader",
       [](World& w) { w.watchdog(1).leader_host = "10.0.0.2"; },
       {"watchdog.leader fail"}},
      {"one heartbeat sender is not heard",
       [](World& w) { w.node(1).heartbeat.heard = 3; },
       {"watchdog.heartbeat fail"}},
      {"the receiver listens on loopback only",
       [](World& w) { w.node(1).heartbeat.bound_to = {"127.0.0.1"}; },
       {"watchdog.heartbeat fail"}},
      {"too few for the time that was listened",
       [](World& w) { w.node(1).heartbeat.seconds *= 2; },
       {"watchdog.heartbeat fail"}},
      {"a second virtual IP",
       [](World& w) { w.node(1).addresses.push_back(w.cluster.vip); },
       {"vip.holder fail"}},
      {"no virtual IP", [](World& w) { w.node(0).addresses.pop_back(); }, {"vip.holder fail"}},
      {"the virtual IP is not on the leader",
       [](World& w) {
         w.node(0).addresses.pop_back();
         w.node(1).addresses.push_back(w.cluster.vip);
       },
       {"vip.holder fail"}},
      {"a user cannot log in",
       [](World& w) { w.node(1).logins[2].accepted = false; },
       {"vip.logins fail"}},
      {"a user needs no password",
       [](World& w) { w.node(1).logins[2].password_asked = false; },
       {"vip.logins fail"}},
      {"a user was not tried",
       [](World& w) { w.node(1).logins.erase(w.node(1).logins.begin()); },
       {"vip.logins fail"}},
      {"any password will do",
       [](World& w) { w.node(1).logins[3].accepted = true; },
       {"vip.wrong_password fail"}},
  };
}

std::vector<Break> all_breaks() {
  std::vector<Break> all;
  for (const auto& some : {node_breaks(), kernel_breaks(), postgresql_breaks(),
                           replication_breaks(), pgpool_breaks(), watchdog_breaks()})
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
