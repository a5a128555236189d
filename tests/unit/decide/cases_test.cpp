#include <doctest/doctest.h>

#include <filesystem>

#include "decide/cases/case.hpp"
#include "decide/election.hpp"
#include "text.hpp"

// Holds the rules to the cases of tests/decide: one folder a case, see the README there.

namespace {

namespace fs = std::filesystem;

using namespace pgmahout;
using cases::Case;

constexpr std::size_t kFewest = 80;

fs::path folder_of_cases() { return fs::path(PGMAHOUT_SOURCE_DIR) / "tests/decide"; }

std::vector<fs::path> all_cases() {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(folder_of_cases()))
    if (entry.is_directory()) folders.push_back(entry.path());
  std::ranges::sort(folders);
  return folders;
}

// Every reason is one, and says what the case asks for.
void check_reason(const Case& each, const std::string& question, const std::string& reason) {
  CAPTURE(question);
  CAPTURE(reason);
  CHECK_FALSE(reason.empty());
  const auto said = each.expected.says.find(question);
  if (said == each.expected.says.end()) return;
  for (const auto& part : said->second) {
    CAPTURE(part);
    CHECK(contains(reason, part));
  }
}

void check_failover(const Case& each) {
  static const std::vector<std::string> kActions{"nothing", "wait", "replace"};
  const auto decision = decide::decide_failover(*each.seen.pgpool, each.seen.nodes,
                                                each.scene.replication, each.scene.witness_age);
  CAPTURE(decision.reason);
  CHECK(kActions.at(static_cast<std::size_t>(decision.action)) == each.expected.failover);
  CHECK(decision.present_primary == each.scene.id_of(each.expected.present));
  CHECK(decision.old_primary_answers == each.expected.orderly);
  check_reason(each, "failover", decision.reason);
}

// Names in one text, which doctest can print.
std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string names_of(const Case& each, const std::vector<int>& ids) {
  std::vector<std::string> names;
  for (const int id : ids) names.push_back(each.scene.nodes.at(static_cast<std::size_t>(id)));
  return joined(names);
}

void check_excluded(const Case& each, const decide::Election& election) {
  std::vector<int> ids;
  for (const auto& excluded : election.excluded) {
    ids.push_back(excluded.id);
    check_reason(each, "excluded", excluded.reason);
  }
  CHECK(names_of(each, ids) == joined(each.expected.excluded));
}

void check_elect(const Case& each) {
  static const std::vector<std::string> kLosses{"none", "unknown", "certain"};
  const auto election = decide::elect({.frozen = each.seen.nodes,
                                       .lost_id = each.seen.pgpool->node_id,
                                       .proposed_id = each.seen.pgpool->new_main_id,
                                       .replication = each.scene.replication,
                                       .old_primary_end = each.seen.stopped_at});
  CAPTURE(election.reason);
  CAPTURE(election.verdict.reason);
  CHECK(election.promote == !each.expected.elect.empty());
  if (election.promote) CHECK(names_of(each, election.candidates) == joined(each.expected.elect));
  check_excluded(each, election);
  if (!each.expected.loss.empty()) {
    CHECK(kLosses.at(static_cast<std::size_t>(election.verdict.loss)) == each.expected.loss);
    check_reason(each, "loss", election.verdict.reason);
  }
  check_reason(each, "elect", election.reason);
}

void check_gate(const Case& each) {
  static const std::vector<std::string> kActions{"open", "wait", "fence", "stay"};
  const auto decision = decide::decide_gate(*each.seen.gate);
  CAPTURE(decision.reason);
  CHECK(kActions.at(static_cast<std::size_t>(decision.action)) == each.expected.gate);
  check_reason(each, "gate", decision.reason);
}

void check_rejoin(const Case& each) {
  const auto decision = decide::decide_rejoin(*each.seen.rejoin);
  const auto reason = decision ? decision->reason : decision.error().what;
  CAPTURE(reason);
  CHECK((decision ? decide::to_string(decision->action) : "refused") == each.expected.rejoin);
  check_reason(each, "rejoin", reason);
  if (decision) return;
  CHECK(decision.error().kind == model::ErrorKind::refused);
  CHECK_FALSE(decision.error().hint.empty());
}

void check_case(const Case& each) {
  const auto& expected = each.expected;
  if (!expected.failover.empty()) check_failover(each);
  if (expected.asks_elect) check_elect(each);
  if (!expected.gate.empty()) check_gate(each);
  if (expected.may_be_replaced)
    CHECK(decide::may_be_replaced(*each.seen.contact, each.scene.replication) ==
          *expected.may_be_replaced);
  if (!expected.rejoin.empty()) check_rejoin(each);
}

// What is wrong with these texts as a case's files, or nothing.
std::string fault_in(const std::string& cluster, const std::string& observation,
                     const std::string& expect = "why: a reason") {
  try {
    const auto scene = cases::read_scene({"cluster.yml", YAML::Load(cluster)});
    (void)cases::read_seen({"observation.yml", YAML::Load(observation)}, scene);
    (void)cases::read_expected({"expect.yml", YAML::Load(expect)}, scene);
  } catch (const cases::Fault& fault) {
    return fault.what();
  }
  return "";
}

}  // namespace

TEST_CASE("the rules decide every case of tests/decide as it should be") {
  const auto folders = all_cases();
  CHECK(folders.size() >= kFewest);
  for (const auto& folder : folders) {
    const std::string name = folder.filename().string();
    INFO("case " << name);
    try {
      const auto each = cases::read_case(folder);
      INFO("why: " << each.expected.why);
      check_case(each);
    } catch (const cases::Fault& fault) {
      FAIL_CHECK(std::string(fault.what()));
    }
  }
}

TEST_CASE("a case that is not understood is a fault with its file and line") {
  const std::string one = "nodes: [one]";
  const std::string seen = "nodes:\n  one: {primary: 0/5000}\n";
  CHECK(fault_in(one, seen).empty());
  CHECK(fault_in("nodes: [one]\nconfirmation: 1", seen) ==
        "cluster.yml:2: nobody knows \"confirmation\"");
  CHECK(fault_in("nodes: [one]\ndurability: some", seen) ==
        "cluster.yml:2: durability: \"some\" is no known name");
  CHECK(fault_in(one, "nodes:\n  one: {primary: 0/5000, frozen: true}\n") ==
        "observation.yml:2: nobody knows \"frozen\"");
  CHECK(fault_in(one, "nodes:\n  one: {primary: 0/5000}\n  two: {primary: 0/5000}\n") ==
        "observation.yml:3: nobody knows \"two\"");
  CHECK(fault_in(one, "nodes:\n  one: {primary: here}\n") ==
        "observation.yml:2: primary: \"here\" is not a WAL position");
  CHECK(fault_in(one, "nodes:\n  one: {primary: 0/5000, timeline: 2}\n") ==
        "observation.yml:2: timeline 2 needs a \"history\"");
  CHECK(fault_in(one, "nodes:\n  one: {primary: 0/5000, standby: 0/5000}\n") ==
        "observation.yml:2: one is one of silent, stopped, empty, primary, standby");
  CHECK(fault_in(one, seen, "why: a reason\nfailover: perhaps") ==
        "expect.yml:2: failover: \"perhaps\" is no answer");
  CHECK(fault_in(one, seen, "failover: nothing") == "expect.yml:1: \"why\" is missing");
  CHECK(fault_in(one, seen, "why: a reason\nwhy: two") == "expect.yml:2: a second \"why\"");
  CHECK(fault_in(one, seen, "why: a reason\nsays:\n  fail: over") ==
        "expect.yml:3: nobody knows \"fail\"");
}
