// What is done about a Pgpool-II that ends every session.
#include "act/guard/session_watch.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "act/journal.hpp"
#include "fake_node.hpp"

using namespace pgmahout;
using ports::Duration;

namespace {

constexpr const char* kMiscounted =
    "ERROR:  unable to read message kind\n"
    "DETAIL:  kind does not match between main(0) slot[0] (52)";

FakeNode with_sessions_that_end(const std::string& how) {
  FakeNode node;
  node.sql.standbys = {node.cluster.nodes[1].name, node.cluster.nodes[2].name};
  node.sql.sessions_end = how;
  return node;
}

void look_for(FakeNode& node, Duration time) {
  const auto context = node.context();
  act::SessionWatch watch(context);
  for (const auto until = node.clock.now() + time; node.clock.now() < until;
       node.clock.sleep_for(Duration{2000}))
    watch.look();
}

auto detached(const FakeNode& node) {
  return std::ranges::count_if(node.shell.ran,
                               [](const auto& each) { return each.starts_with("pcp_detach"); });
}

bool is_killed(FakeNode& node) {
  return node.store.records[act::kJournalRecord].contains("ends every session");
}

}  // namespace

TEST_CASE("a Pgpool-II that ends every session has a standby attached anew, then is killed") {
  auto node = with_sessions_that_end(kMiscounted);
  look_for(node, Duration{3000});
  CHECK(detached(node) == 0);
  look_for(node, Duration{12000});
  CHECK(detached(node) == 1);
  // The first node is the primary: it is not touched.
  CHECK(std::ranges::find(node.shell.ran, "pcp_detach_node 1") != node.shell.ran.end());
  CHECK_FALSE(is_killed(node));
  look_for(node, Duration{40000});
  CHECK(is_killed(node));
}

TEST_CASE("what attaching does not mend, and who works, is left alone") {
  for (const auto* how :
       {"", "Sorry, too many clients already", "password authentication failed"}) {
    CAPTURE(how);
    auto node = with_sessions_that_end(how);
    look_for(node, Duration{60000});
    CHECK(detached(node) == 0);
    CHECK_FALSE(is_killed(node));
  }
}

TEST_CASE("without a primary nothing is detached") {
  auto node = with_sessions_that_end(kMiscounted);
  node.sql.in_recovery = true;
  look_for(node, Duration{60000});
  CHECK(detached(node) == 0);
}
