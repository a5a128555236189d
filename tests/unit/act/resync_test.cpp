// The guard's comparison of what Pgpool-II believes here and at its leader.
#include "act/guard/resync.hpp"

#include <doctest/doctest.h>

#include "act/journal.hpp"
#include "fake_node.hpp"

using namespace pgmahout;
using ports::Duration;

namespace {

// Whether Pgpool-II was to be killed within that time; the journal says so.
bool killed_within(FakeNode& node, Duration time) {
  const auto context = node.context();
  act::Resync resync(context);
  const auto until = node.clock.now() + time;
  while (node.clock.now() < until) {
    resync.look();
    node.clock.sleep_for(Duration{5000});
  }
  return node.store.records[act::kJournalRecord].contains("does not believe");
}

FakeNode disagreeing() {
  FakeNode node;
  node.shell.leader = "192.0.2.2";
  node.shell.down_at["127.0.0.1"] = "2";
  return node;
}

}  // namespace

TEST_CASE("a Pgpool-II that goes on disagreeing with its leader is started anew") {
  auto node = disagreeing();
  CHECK_FALSE(killed_within(node, Duration{15000}));
  CHECK(killed_within(node, Duration{30000}));
}

TEST_CASE("one that agrees, leads, has no quorum or does not answer is left alone") {
  auto agreeing = disagreeing();
  agreeing.shell.down_at["192.0.2.2"] = "2";
  CHECK_FALSE(killed_within(agreeing, Duration{60000}));
  auto leading = disagreeing();
  leading.shell.status = "LEADER";
  CHECK_FALSE(killed_within(leading, Duration{60000}));
  auto alone = disagreeing();
  alone.shell.quorum = "QUORUM ABSENT";
  CHECK_FALSE(killed_within(alone, Duration{60000}));
  auto busy = disagreeing();
  busy.shell.hangs = true;
  CHECK_FALSE(killed_within(busy, Duration{60000}));
}
