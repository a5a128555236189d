#include "report/change.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "golden.hpp"

using namespace pgmahout;

namespace {

model::Proposal sample_proposal() {
  return {.command = "switchover",
          .cluster = "zoo",
          .from = "n0",
          .to = "n1",
          .preconditions = {{.what = "every node answers", .holds = true}},
          .steps = {"stop: n0", "promote: n1"}};
}

}  // namespace

TEST_CASE("what is proposed, for people") {
  CHECK(report::proposal_text(sample_proposal(), {.colour = false, .width = 80}) ==
        "switchover of cluster zoo from n0 to n1\n"
        "ok    every node answers\n"
        "   1. stop: n0\n"
        "   2. promote: n1\n");
}

TEST_CASE("what is not allowed says why, and no steps") {
  auto proposal = sample_proposal();
  proposal.preconditions.push_back(
      {.what = "n1 is near", .evidence = "it is not", .next = "wait a while"});
  CHECK(report::proposal_text(proposal, {.colour = false, .width = 80}) ==
        "switchover of cluster zoo from n0 to n1\n"
        "ok    every node answers\n"
        "no    n1 is near\n"
        "      - it is not\n"
        "      > wait a while\n");
}

TEST_CASE("nothing to do is said, and nothing else") {
  auto proposal = sample_proposal();
  proposal.nothing_to_do = "n1 is primary already";
  CHECK(report::proposal_text(proposal, {}) ==
        "switchover of cluster zoo from n0 to n1\nn1 is primary already\n");
}

TEST_CASE("what is changed stands first") {
  model::Proposal proposal{.command = "fence", .cluster = "zoo", .to = "n2"};
  CHECK(report::proposal_text(proposal, {}).starts_with("fence of n2 in cluster zoo\n"));
  proposal = {.command = "pause", .cluster = "zoo"};
  CHECK(report::proposal_text(proposal, {}).starts_with("pause of cluster zoo\n"));
}

TEST_CASE("how it ended, for people") {
  CHECK(report::result_text({.what = "n1 is primary", .took_ms = 1234}) ==
        "n1 is primary, after 1.2 s\n");
  CHECK(report::result_text({.what = "it is paused"}) == "it is paused\n");
}

TEST_CASE("a change for programs") {
  const auto proposal = sample_proposal();
  const model::Error error{.what = "nobody came", .hint = "look"};
  const auto failed = nlohmann::json::parse(
      report::change_json({.proposal = proposal, .error = error, .exit_code = 5}));
  CHECK(failed["allowed"] == true);
  CHECK(failed["exit_code"] == 5);
  CHECK(failed["result"].is_null());
  CHECK(failed["error"]["what"] == "nobody came");
  const auto done = nlohmann::json::parse(report::change_json(
      {.proposal = proposal,
       .result = model::ChangeResult{.what = "n1 is primary", .primary = "n1", .took_ms = 9}}));
  CHECK(done["result"]["took_ms"] == 9);
  CHECK(done["error"].is_null());
  CHECK(done["preconditions"][0]["holds"] == true);
}

TEST_CASE("golden: changes for programs") {
  auto proposal = sample_proposal();
  test::check_golden(
      report::change_json(
          {.proposal = proposal,
           .result = model::ChangeResult{.what = "n1 is primary", .primary = "n1", .took_ms = 9}}),
      "tests/schemas/change/done.json");
  proposal.preconditions.front() = {
      .what = "every node answers", .evidence = "n2 did not", .next = "see pgmahout status"};
  const model::Error error{.kind = model::ErrorKind::refused, .what = "refused", .hint = "see"};
  test::check_golden(report::change_json({.proposal = proposal, .error = error, .exit_code = 4}),
                     "tests/schemas/change/refused.json");
}
