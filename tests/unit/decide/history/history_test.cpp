#include <doctest/doctest.h>

#include "decide/history/told.hpp"

using namespace pgmahout;
using namespace pgmahout::test;
using model::Loss;
using model::TimelineOrigin;

TEST_CASE("a cluster that nothing happened to has one timeline") {
  const auto history = merged({{"n1", writing_on(1)}, {"n2", following_on(1)}});
  REQUIRE(history.timelines.size() == 1);
  const auto& first = history.timelines.front();
  CHECK(first.timeline == model::Timeline{1});
  CHECK(first.origin == TimelineOrigin::initdb);
  CHECK(first.present);
  CHECK(first.to == "n1");
  CHECK(history.cluster == "zoo");
  CHECK(history.remarks.empty());
}

TEST_CASE("a failover is told once, with what its certificate says") {
  const auto history = merged(after_a_failover());
  REQUIRE(history.timelines.size() == 2);
  CHECK(history.timelines.front().to == "n1");
  CHECK_FALSE(history.timelines.front().present);
  const auto& second = history.timelines.back();
  CHECK(second.timeline == model::Timeline{2});
  CHECK(second.parent == kFirstFork);
  CHECK(second.began_at == minute(6));
  CHECK(second.origin == TimelineOrigin::failover);
  CHECK(second.present);
  CHECK(second.from == "n1");
  CHECK(second.to == "n2");
  CHECK(second.why == "n1 does not answer");
  CHECK(second.loss == Loss::none);
  CHECK(second.gap_ms == 2900);
  CHECK(second.operation_id == minute(6) + "-n3");
  CHECK(history.remarks.empty());
}

TEST_CASE("a journal that was rotated while it was read, and holds lines twice, tells them once") {
  auto all = after_a_failover();
  auto& n3 = *all.at("n3");
  n3.failovers.push_back(n3.failovers.front());
  n3.refusals = {{{"n3", minute(4), "a"}, "too few"}, {{"n3", minute(4), "a"}, "too few"}};
  const auto history = merged(all);
  CHECK(history.timelines.size() == 2);
  CHECK(history.timelines.back().refused_before == 1);
  CHECK(history.remarks.empty());
}

TEST_CASE("a certificate that does not know its timeline is of the last one that had begun") {
  auto all = after_a_failover();
  auto& failover = all.at("n3")->failovers.front();
  failover.timeline.reset();
  failover.parent.reset();
  const auto history = merged(all);
  REQUIRE(history.timelines.size() == 2);
  CHECK(history.timelines.back().origin == TimelineOrigin::failover);
  CHECK(history.timelines.back().parent == kFirstFork);
  CHECK(history.timelines.back().loss == Loss::none);
}

TEST_CASE("a certificate of which nothing else is left stands for itself") {
  auto failover = certified(2, kFirstFork, 6);
  failover.timeline.reset();
  failover.parent.reset();
  auto only = following_on(1);
  only.failovers = {failover};
  const auto history = merged({{"n3", only}});
  REQUIRE(history.timelines.size() == 2);
  CHECK_FALSE(history.timelines.back().timeline);
  CHECK(history.timelines.back().to == "n2");
}

TEST_CASE("a timeline without a certificate was begun by hand when every journal was read") {
  auto all = after_a_failover();
  all.at("n3")->failovers.clear();
  const auto history = merged(all);
  const auto& second = history.timelines.back();
  CHECK(second.origin == TimelineOrigin::by_hand);
  CHECK(second.began_at == minute(5));
  CHECK(second.to == "n2");
  CHECK_FALSE(second.loss);
}

TEST_CASE("who began it is not known where a certificate may be that nobody could look at") {
  auto all = after_a_failover();
  all.at("n3") = std::unexpected(no_answer_error());
  const auto silent = merged(all);
  CHECK(silent.timelines.back().origin == TimelineOrigin::unknown);
  REQUIRE(silent.silent.size() == 1);
  CHECK(silent.silent.front().name == "n3");
  CHECK(exit_code(silent) == model::ExitCode::no_answer);

  all = after_a_failover();
  all.at("n3")->failovers.clear();
  all.at("n3")->complete = false;
  all.at("n3")->since = minute(6);
  CHECK(merged(all).timelines.back().origin == TimelineOrigin::unknown);
  all.at("n3")->since = minute(4);
  CHECK(merged(all).timelines.back().origin == TimelineOrigin::by_hand);
}

TEST_CASE("a failover that was killed before it certified is no promotion by hand") {
  auto all = after_a_failover();
  all.at("n3")->failovers.clear();
  all.at("n3")->promotions = {{{"n3", minute(6), "killed"}, "n2"}};
  const auto noted = merged(all).timelines.back();
  CHECK(noted.origin == TimelineOrigin::failover);
  CHECK(noted.operation_id == "killed");
  CHECK_FALSE(noted.loss);

  all.at("n3")->promotions.clear();
  all.at("n2")->server->elected = true;
  CHECK(merged(all).timelines.back().origin == TimelineOrigin::failover);
}

TEST_CASE("the promotion of a failover that certified it is told once") {
  auto all = after_a_failover();
  all.at("n3")->promotions = {{{"n3", minute(6), minute(6) + "-n3"}, "n2"}};
  for (auto& [name, history] : all)
    history->files.push_back(file_of(3, {kFirstFork, kSecondFork}, 5));
  CHECK(merged(all).timelines.back().origin == TimelineOrigin::by_hand);
}

TEST_CASE("what a node gave up when it rejoined is told where the ways parted") {
  auto all = after_a_failover();
  all.at("n1")->undone = {undone_wal(kFirstFork, 256), undone_wal(kFirstFork, 256)};
  all.at("n1")->undone.front().place.at = minute(7);  // cut off, and done again
  const auto history = merged(all);
  REQUIRE(history.timelines.back().undone.size() == 1);
  CHECK(history.timelines.back().undone.front().bytes == 256);
  CHECK(history.timelines.back().undone.front().place.at == minute(9));
}

TEST_CASE("refused failovers are counted before the change that followed them") {
  auto all = after_a_failover();
  all.at("n3")->refusals = {{{"n3", minute(2), "a"}, "too few"},
                            {{"n3", minute(7), "d"}, "the time is up"}};
  all.at("n1")->refusals = {{{"n1", minute(3), "b"}, "n1 is alone"},
                            {{"n1", minute(1), "c"}, "too few"}};
  const auto history = merged(all);
  CHECK(history.timelines.back().refused_before == 3);
  CHECK(history.timelines.back().last_refusal == "n1 is alone");
  CHECK(history.refused_since == 1);
  CHECK(history.last_refusal == "the time is up");
}

TEST_CASE("two failovers follow each other") {
  auto all = after_a_failover();
  auto second = certified(3, kSecondFork, 9);
  second.from = "n2";
  second.to = "n1";
  all.at("n2")->failovers = {second};
  for (auto& [name, history] : all) {
    history->files = {file_of(3, {kFirstFork, kSecondFork}, 9)};
    history->server = model::ServerTimeline{{3}, name != "n1", false};
  }
  const auto history = merged(all);
  REQUIRE(history.timelines.size() == 3);
  CHECK(history.timelines[1].operation_id == minute(6) + "-n3");
  CHECK(history.timelines[2].parent == kSecondFork);
  CHECK(history.timelines[2].present);
  CHECK_FALSE(history.timelines[1].abandoned);
}

TEST_CASE("lines that were not understood are remarked, and nobody's answer is no history") {
  auto all = after_a_failover();
  all.at("n2")->not_understood = 2;
  CHECK(merged(all).remarks == std::vector<std::string>{"n2: 2 lines or files are not understood"});
  const auto nothing = merged({{"n1", std::unexpected(no_answer_error())}});
  CHECK(nothing.timelines.empty());
  CHECK(nothing.silent.size() == 1);
}
