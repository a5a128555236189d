#include <doctest/doctest.h>

#include "decide/history/told.hpp"
#include "text.hpp"

using namespace pgmahout;
using namespace pgmahout::test;
using model::TimelineOrigin;

TEST_CASE("what no change explains is remarked") {
  auto all = after_a_failover();
  all.at("n1")->undone = {undone_wal({{1}, {0x7000000}}, 256)};
  const auto history = merged(all);
  REQUIRE(history.remarks.size() == 1);
  CHECK(contains(history.remarks.front(), "n1 gave up 256 bytes"));
}

TEST_CASE("a promotion by hand that was undone stands beside the timeline that took its number") {
  auto all = after_a_failover();
  const TimelineSwitch by_hand{{1}, {0x2000000}};
  auto file = file_of(2, {by_hand}, 2);
  file.undone = true;
  all.at("n1")->files.push_back(file);
  auto wal = undone_wal(by_hand, 100);
  wal.timeline = {2};
  all.at("n1")->undone = {wal};
  const auto history = merged(all);
  REQUIRE(history.timelines.size() == 3);
  const auto& undone = history.timelines[1];
  CHECK(undone.abandoned);
  CHECK(undone.origin == TimelineOrigin::by_hand);
  CHECK(undone.from == "n1");
  CHECK(undone.undone.size() == 1);
  CHECK(history.timelines[2].present);
  CHECK_FALSE(history.timelines[2].abandoned);
  CHECK(history.remarks.empty());
}

TEST_CASE("a timeline that the present one does not descend from is abandoned") {
  auto all = after_a_failover();
  all.at("n1")->files = {file_of(3, {{{1}, {0x4000000}}}, 7)};
  const auto history = merged(all);
  REQUIRE(history.timelines.size() == 3);
  CHECK(history.timelines[2].abandoned);
  CHECK_FALSE(history.timelines[1].abandoned);
}

TEST_CASE("of nodes that tell of two timelines of one number the present primary is believed") {
  auto all = after_a_failover();
  all.at("n1")->files = {file_of(2, {{{1}, {0x4000000}}}, 7)};
  const auto history = merged(all);
  REQUIRE(history.timelines.size() == 2);
  CHECK(history.timelines.back().parent == kFirstFork);
  REQUIRE(history.remarks.size() == 1);
  CHECK(contains(history.remarks.front(), "disagree about timeline 2"));
  CHECK(contains(history.remarks.front(), "n1: from 1 at 0/4000000"));
}

TEST_CASE("a certificate that the nodes contradict is remarked and told all the same") {
  auto all = after_a_failover();
  all.at("n1")->failovers = {certified(2, {{1}, {0x4000000}}, 7)};
  const auto history = merged(all);
  REQUIRE(history.timelines.size() == 3);
  CHECK(history.timelines[1].present);
  CHECK(history.timelines[2].abandoned);
  CHECK(history.remarks.size() == 2);
}

TEST_CASE("two that accept writes are remarked") {
  auto all = after_a_failover();
  all.at("n1") = writing_on(1);
  const auto history = merged(all);
  REQUIRE(history.remarks.size() == 1);
  CHECK(history.remarks.front() == "n1 (timeline 1) and n2 (timeline 2) both accept writes");
  CHECK(history.timelines.back().present);
}
