#include "act/report_self.hpp"

#include <doctest/doctest.h>

#include "act/pcp.hpp"
#include "fake_node.hpp"

using namespace pgmahout;

TEST_CASE("the last change that a journal tells of") {
  const std::string one =
      R"({"at":"2026-03-01T12:00:00.000Z","certificate":"failover","from":"n0","to":"n1","loss":"none"})";
  const std::string other = R"({"at":"2026-03-01T13:00:00.000Z","step":"fence","node":"n1"})";
  CHECK_FALSE(act::last_change_in(""));
  CHECK_FALSE(act::last_change_in(other + "\n"));
  for (const std::string& journal :
       {one, one + "\n", one + "\n" + other + "\n", "no JSON\n" + one + "\n{\"certificate\": to",
        "\n\n" + one + "\n\n"}) {
    const auto change = act::last_change_in(journal);
    REQUIRE(change);
    CHECK(change->from == "n0");
    CHECK(change->to == "n1");
    CHECK(change->loss == "none");
  }
}

TEST_CASE("a node whose parts do not answer has a report all the same") {
  FakeNode node;
  node.sql.silent = true;
  node.shell.hangs = true;
  node.store.records["fence.json"] = R"({"reason":"replaced"})";
  const auto report = act::report_self(node.context());
  REQUIRE_FALSE(report.server);
  CHECK(report.server.error().kind == model::ErrorKind::no_answer);
  CHECK_FALSE(report.watchdog);
  CHECK_FALSE(report.beliefs);
  CHECK(report.postmaster);
  REQUIRE(report.fence);
  CHECK(report.fence->reason == "replaced");
}

TEST_CASE("what Pgpool-II believes of each node") {
  FakeNode node;
  node.shell.down_at[act::kHere] = "2";
  node.sql.silent = true;
  const auto report = act::report_self(node.context());
  REQUIRE(report.beliefs);
  REQUIRE(report.beliefs->size() == 3);
  CHECK(report.beliefs->at(1).up);
  CHECK_FALSE(report.beliefs->at(2).up);
}
