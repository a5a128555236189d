#include "decide/drill/judge.hpp"

#include <doctest/doctest.h>

using namespace pgmahout;
using model::SeenRole;
using model::WriteOutcome;

namespace {

// n0 is primary and is hurt at 1000; n1 is seen as primary at 1800 and writes flow from 2000 on;
// n0 streams again at 5000.
model::DrillRecord failover_record() {
  model::DrillRecord record{.nodes = {"n0", "n1", "n2"},
                            .vip_holder = 0,
                            .broke_ms = 1000,
                            .healthy_ms = 5200,
                            .ended_ms = 6000};
  std::int64_t number = 0;
  for (std::int64_t at = 0; at <= 980; at += 20)
    record.ledger.push_back({++number, at, at + 5, WriteOutcome::acknowledged});
  record.ledger.push_back({++number, 1000, 1040, WriteOutcome::unknown});
  record.ledger.push_back({0, 1100, 1101, WriteOutcome::refused});
  for (std::int64_t at = 2000; at < 6000; at += 20)
    record.ledger.push_back({++number, at - 5, at, WriteOutcome::acknowledged});
  record.samples = {
      {0, 900, SeenRole::primary, false, true},  {1, 900, SeenRole::standby, true},
      {2, 900, SeenRole::standby, true},         {1, 1500, SeenRole::standby, true, true},
      {1, 1800, SeenRole::primary, false, true}, {0, 1900, SeenRole::standby, false},
      {0, 5000, SeenRole::standby, true}};
  record.commits = {{0, 940, 950, 1}, {1, 1850, 1860, 2}};
  return record;
}

decide::Audit whole_audit() {
  const model::LedgerRows rows{.numbers = {{1, 1000}}};
  return {{"n0", rows}, {"n1", rows}, {"n2", rows}};
}

std::optional<std::int64_t> step(const model::DrillRound& round, const std::string& id) {
  for (const auto& each : round.steps)
    if (each.id == id) return each.at_ms;
  FAIL("no step " << id);
  return std::nullopt;
}

}  // namespace

TEST_CASE("a round that went well") {
  const auto round = decide::judge_round(failover_record(), whole_audit());
  CHECK(round.is_well());
  CHECK(round.gap == model::DrillGap{.from_ms = 985, .to_ms = 2000});
  CHECK(round.acknowledged == 250);
  CHECK(round.refused == 1);
  CHECK(round.unknown == 1);
  CHECK(round.primary_before == "n0");
  CHECK(round.primary_after == "n1");
  CHECK(round.remarks.empty());
}

TEST_CASE("the steps count from the break") {
  const auto round = decide::judge_round(failover_record(), whole_audit());
  CHECK(step(round, "last_acknowledged") == -15);
  CHECK(step(round, "refused") == 40);
  CHECK(step(round, "vip_moved") == 500);
  CHECK(step(round, "new_primary") == 800);
  CHECK(step(round, "first_acknowledged") == 1000);
  CHECK(step(round, "old_primary_back") == 4000);
  CHECK(step(round, "healthy") == 4200);
  CHECK_FALSE(step(round, "mended").has_value());
}

TEST_CASE("without another primary nobody comes back as a standby") {
  auto record = failover_record();
  for (auto& sample : record.samples)
    if (sample.node == 1) sample.role = SeenRole::standby;
  const auto round = decide::judge_round(record, whole_audit());
  CHECK_FALSE(step(round, "new_primary").has_value());
  CHECK_FALSE(step(round, "old_primary_back").has_value());
}

TEST_CASE("one promise that is missing on one node is lost") {
  auto audit = whole_audit();
  audit["n2"].numbers = {{1, 9}, {11, 1000}};
  const auto round = decide::judge_round(failover_record(), audit);
  CHECK(round.lost == std::vector<model::LostOnNode>{{"n2", {10}}});
  CHECK_FALSE(round.is_well());
}

TEST_CASE("a number that is there twice is told once") {
  auto audit = whole_audit();
  audit["n1"].doubled = audit["n2"].doubled = {7};
  const auto round = decide::judge_round(failover_record(), audit);
  CHECK(round.doubled == std::vector<std::int64_t>{7});
  CHECK_FALSE(round.is_well());
}

TEST_CASE("two writers, no healing and an unread node are not well") {
  auto record = failover_record();
  record.commits.push_back({0, 3000, 3010, 1});
  CHECK(decide::judge_round(record, whole_audit()).two_writers == 1);
  CHECK_FALSE(decide::judge_round(record, whole_audit()).is_well());
  record = failover_record();
  record.healthy_ms.reset();
  CHECK_FALSE(decide::judge_round(record, whole_audit()).is_well());
  auto audit = whole_audit();
  audit.erase("n2");
  const auto round = decide::judge_round(failover_record(), audit);
  CHECK_FALSE(round.is_well());
  CHECK(round.remarks == std::vector<std::string>{"n2: its rows could not be read"});
}

TEST_CASE("what nobody watched proves nothing, and is told") {
  auto record = failover_record();
  record.commits.clear();
  std::erase_if(record.samples, [](const auto& sample) { return sample.node == 2; });
  CHECK(decide::judge_round(record, whole_audit()).remarks.size() == 2);
}

TEST_CASE("statistics are of those rounds that saw a step") {
  std::vector<model::DrillRound> rounds(4);
  for (std::size_t index = 0; index < rounds.size(); ++index) {
    rounds[index].gap = {.from_ms = 0, .to_ms = static_cast<std::int64_t>(index + 1) * 100};
    rounds[index].steps = {{"healthy", "all is well", std::nullopt}};
  }
  rounds[1].steps[0].at_ms = 50;
  rounds[3].gap.open = true;
  const auto statistics = decide::statistics_of(rounds);
  REQUIRE(statistics.size() == 2);
  CHECK(statistics[0] == model::DrillStatistic{"gap", "gap in the writes", 3, 100, 200, 300});
  CHECK(statistics[1] == model::DrillStatistic{"healthy", "all is well", 1, 50, 50, 50});
  rounds[3].gap.open = false;
  CHECK(decide::statistics_of(rounds)[0].median == 250);
  CHECK(decide::statistics_of({}).empty());
}

TEST_CASE("figures add the rounds up") {
  model::DrillReport report{.cluster = "zoo", .scenario = model::DrillScenario::power};
  report.rounds.resize(2);
  report.rounds[0].lost = {{"n1", {1, 2}}, {"n2", {2}}};
  report.rounds[1].doubled = {5};
  report.rounds[1].two_writers = 3;
  const auto figures = decide::figures_of(report);
  CHECK(figures.scenario == "power");
  CHECK(figures.rounds == 2);
  CHECK(figures.lost == 2);
  CHECK(figures.doubled == 1);
  CHECK(figures.two_writers == 3);
}
