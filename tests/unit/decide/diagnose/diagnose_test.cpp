#include "decide/diagnose/diagnose.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "breaks.hpp"
#include "decide/diagnose/rule.hpp"
#include "text.hpp"

using namespace pgmahout;

namespace {

std::vector<Broken> everything_broken() {
  auto all = broken_servers();
  for (auto more : {broken_replication(), broken_services()})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

std::vector<std::string> ids_of(const model::Diagnoses& diagnoses) {
  std::vector<std::string> ids;
  for (const auto& each : diagnoses.found) ids.push_back(each.id + " " + each.node);
  return ids;
}

std::set<std::string> consequences_of(const model::Diagnosis& diagnosis) {
  std::set<std::string> ids;
  for (const auto& each : diagnosis.follows) ids.insert(each.id);
  return ids;
}

}  // namespace

TEST_CASE("a cluster in which nothing is wrong") {
  const auto diagnoses = Diagnosed().diagnose();
  CHECK(ids_of(diagnoses).empty());
  CHECK(exit_code(diagnoses) == model::ExitCode::ok);
}

TEST_CASE("one thing is broken, and its name is told and no other") {
  for (const auto& broken : everything_broken()) {
    CAPTURE(broken.id);
    Diagnosed told;
    broken.act(told);
    const auto diagnoses = told.diagnose();
    REQUIRE(ids_of(diagnoses) == std::vector{broken.id + " " + broken.node});
    const auto& found = diagnoses.found.front();
    CHECK(consequences_of(found) ==
          std::set<std::string>(broken.follows.begin(), broken.follows.end()));
    CHECK_FALSE(found.what.empty());
    CHECK_FALSE(found.next.empty());
    CHECK_FALSE(contains(found.what + found.next, "{node}"));
    const bool wrong = found.severity != model::Severity::note;
    CHECK(exit_code(diagnoses) ==
          (wrong ? model::ExitCode::not_as_it_should_be : model::ExitCode::ok));
  }
}

TEST_CASE("every rule has its case, but for the one that needs two things") {
  std::set<std::string> tried{"failover.waits"};
  for (const auto& broken : everything_broken()) tried.insert(broken.id);
  std::set<std::string> rules;
  for (const auto& rule : decide::diagnosis_rules()) {
    CAPTURE(rule.id);
    CHECK(rules.insert(std::string(rule.id)).second);
    for (const auto text : {rule.what, rule.shown_by, rule.why, rule.next})
      CHECK_FALSE(text.empty());
  }
  CHECK(tried == rules);
}

TEST_CASE("every finding of the status has a rule, or is told by the rules of replication") {
  std::set<std::string> explained{"standby.not_streaming"};
  for (const auto& rule : decide::diagnosis_rules())
    if (!rule.status.empty()) explained.insert(std::string(rule.status));
  for (const auto& broken : everything_broken()) {
    Diagnosed told;
    broken.act(told);
    for (const auto& finding : decide::judge_status(told.cluster, told.reports).findings) {
      CAPTURE(finding.id);
      CHECK(explained.contains(finding.id));
    }
  }
}

TEST_CASE("why nobody takes the lost primary's place") {
  Diagnosed told;
  told.darken(0);
  told.known(1).refusal = "2026-03-01T11:59:00.000Z: n2 does not answer";
  const auto diagnoses = told.diagnose();
  REQUIRE(ids_of(diagnoses) ==
          std::vector<std::string>{"primary.unreachable n0", "failover.waits "});
  CHECK(contains(diagnoses.found.at(1).evidence.at(0), "n2 does not answer"));
}

TEST_CASE("a host that is dark explains what is said of it, and is as bad as that") {
  Diagnosed told;
  told.darken(1);
  told.darken(2);
  const auto diagnoses = told.diagnose();
  REQUIRE_FALSE(diagnoses.found.empty());
  CHECK(diagnoses.found.front().id == "host.silent");
  CHECK(diagnoses.found.front().severity == model::Severity::critical);
  CHECK(consequences_of(diagnoses.found.front()).contains("commits.too_few_standbys"));
  CHECK(diagnoses.silent == std::vector<std::string>{"n1", "n2"});
}

TEST_CASE("nobody answers, so nothing is known") {
  Diagnosed told;
  for (int id = 0; id < 3; ++id) told.darken(id);
  const auto diagnoses = told.diagnose();
  CHECK(diagnoses.nobody_answers);
  CHECK(exit_code(diagnoses) == model::ExitCode::no_answer);
}

TEST_CASE("one node is asked about") {
  Diagnosed told;
  told.known(1).unit_ends = {{"pgpool2", "oom-kill"}};
  told.server(2).replay_paused = true;
  CHECK(ids_of(told.diagnose("n1")) == std::vector<std::string>{"crash.out_of_memory n1"});
  CHECK(ids_of(told.diagnose("n2")) == std::vector<std::string>{"replication.paused n2"});
  CHECK(told.diagnose("n0").found.empty());
}

TEST_CASE("a log tells of the past: what is over is not told") {
  Diagnosed told;
  told.log(1,
           "2026-03-01 10:00:00.000 UTC [7] LOG:  server process (PID 8) was terminated by "
           "signal 11: Segmentation fault");
  told.log(1, "FATAL:  password authentication failed for user \"repl\"");
  CHECK(told.diagnose().found.empty());
  told.cut(1);
  told.log(1, "LOG:  started streaming WAL from primary at 0/3000000 on timeline 1");
  CHECK(ids_of(told.diagnose()) == std::vector<std::string>{"replication.stopped n1"});
}

TEST_CASE("what could not be looked at is said") {
  Diagnosed told;
  told.known(1).log = std::unexpected(model::Error{.what = "cannot read the log"});
  const auto diagnoses = told.diagnose();
  REQUIRE(diagnoses.unseen.size() == 2);  // and there is no inventory
  CHECK(contains(diagnoses.unseen.at(0), "n1: cannot read the log"));
}
