#include <doctest/doctest.h>

#include <set>

#include "agent/drill/breaks.hpp"
#include "agent/drill/observer.hpp"
#include "text.hpp"

using namespace pgmahout;

TEST_CASE("every way to break a cluster stands in the table once, with its steps") {
  std::set<model::DrillScenario> seen;
  for (const auto& row : agent::break_table()) {
    CHECK(seen.insert(row.scenario).second);
    CHECK(agent::break_row(row.scenario).what == row.what);
    CHECK(agent::drill_steps(row.scenario, 1, ports::Duration{0}).size() >= 5);
  }
  CHECK(seen.size() == 5);
  CHECK(agent::drill_steps(model::DrillScenario::partition, 3, ports::Duration{30000}).back() ==
        "again, 3 times in all");
}

TEST_CASE("a cut leaves the machine its loopback and that one connection") {
  const auto rules = agent::partition_rules("192.0.2.7 50022 192.0.2.1 2222\n");
  REQUIRE(rules);
  CHECK(contains(*rules, "ip saddr 192.0.2.7 tcp dport 2222 accept"));
  CHECK(contains(*rules, "ip daddr 192.0.2.7 tcp sport 2222 accept"));
  CHECK(contains(*rules, "table inet pgmahout_drill {\n"));
  CHECK(contains(*agent::partition_rules("2001:db8::7 50022 2001:db8::1 22"),
                 "ip6 saddr 2001:db8::7 tcp dport 22 accept"));
}

TEST_CASE("what sshd does not say as it should becomes no rule") {
  for (const auto* said : {"", "192.0.2.7", "192.0.2.7 1 192.0.2.1", "192.0.2.7 1 192.0.2.1 0",
                           "192.0.2.7 1 192.0.2.1 22x", "a;drop 1 192.0.2.1 22"})
    CHECK_FALSE(agent::partition_rules(said));
}

TEST_CASE("what a watching agent says is a sample or a commit, timed by its arrival") {
  agent::Seen seen;
  agent::take_sample(seen, {{"role", "standby"}, {"streams", true}, {"vip", true}}, 2, 1000);
  agent::take_sample(seen, {{"committed", {{"took_us", 7400}, {"timeline", 3}}}}, 1, 2000);
  REQUIRE(seen.samples.size() == 1);
  CHECK(seen.samples[0] == model::NodeSample{2, 1000, model::SeenRole::standby, true, true});
  REQUIRE(seen.commits.size() == 1);
  CHECK(seen.commits[0] == model::NodeCommit{1, 1993, 2000, 3});
}

TEST_CASE("what another version says is left out") {
  agent::Seen seen;
  for (const char* said : {"[]", "3", R"({"role":"king"})", R"({"role":4})",
                           R"({"committed":true})", R"({"step":"x"})"})
    agent::take_sample(seen, nlohmann::json::parse(said), 0, 1);
  CHECK(seen.samples.empty());
  CHECK(seen.commits.empty());
}
