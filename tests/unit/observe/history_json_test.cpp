#include "observe/history_json.hpp"

#include <doctest/doctest.h>

using namespace pgmahout;
using nlohmann::json;

namespace {

json certificate_line() {
  return {{"at", "2026-03-01T12:00:05.000Z"},
          {"operation", "failover"},
          {"id", "2026-03-01T12:00:03.000Z-n3"},
          {"certificate", "failover"},
          {"from", "n1"},
          {"to", "n2"},
          {"why", "n1 does not answer"},
          {"loss", "none"},
          {"proof", "2 + 1 > 2"},
          {"timeline", 2},
          {"parent", 1},
          {"fork", "0/3000000"},
          {"heard_ms_ago", 900},
          {"gap_ms", 2900}};
}

json lost_line() {
  return {{"at", "2026-03-01T12:01:00.000Z"},
          {"operation", "rejoin"},
          {"id", "2026-03-01T12:00:55.000Z-n1"},
          {"lost",
           {{"timeline", 1},
            {"from", "0/3000000"},
            {"to", "0/3000100"},
            {"bytes", 256},
            {"transactions", nullptr},
            {"kept", "/var/lib/pgmahout/diverged/x"}}}};
}

json whole_answer() {
  return {{"journal", {certificate_line(), lost_line()}},
          {"since", "2026-02-01T00:00:00.000Z"},
          {"complete", true},
          {"not_understood", 3},
          {"files",
           {{{"timeline", 2},
             {"content", "1\t0/3000000\tno recovery target specified\n"},
             {"written", "2026-03-01T12:00:04.000Z"},
             {"undone", false}}}},
          {"server", {{"timeline", 2}, {"in_recovery", false}, {"elected", true}}}};
}

}  // namespace

TEST_CASE("an agent's answer is read as a whole") {
  const auto history = observe::history_from_json(whole_answer(), "n3");
  REQUIRE(history);
  REQUIRE(history->failovers.size() == 1);
  const auto& failover = history->failovers.front();
  CHECK(failover.place ==
        model::JournalPlace{"n3", "2026-03-01T12:00:05.000Z", "2026-03-01T12:00:03.000Z-n3"});
  CHECK(failover.loss == model::Loss::none);
  CHECK(failover.timeline == model::Timeline{2});
  CHECK(failover.parent == model::TimelineSwitch{{1}, {0x3000000}});
  CHECK(failover.heard_ms_ago == 900);
  CHECK(failover.gap_ms == 2900);
  REQUIRE(history->undone.size() == 1);
  CHECK(history->undone.front().bytes == 256);
  CHECK_FALSE(history->undone.front().transactions);
  CHECK(history->files.front().history.ancestors.size() == 1);
  CHECK(history->server == model::ServerTimeline{{2}, false, true});
  CHECK(history->complete);
  CHECK(history->not_understood == 3);
}

TEST_CASE("what a certificate did not know is left out, and so is a server that is down") {
  auto answer = whole_answer();
  for (const char* field : {"why", "timeline", "parent", "fork", "heard_ms_ago", "gap_ms"})
    answer["journal"][0].erase(field);
  answer["server"] = nullptr;
  const auto history = observe::history_from_json(answer, "n3");
  REQUIRE(history);
  CHECK_FALSE(history->failovers.front().timeline);
  CHECK_FALSE(history->failovers.front().gap_ms);
  CHECK_FALSE(history->server);
}

TEST_CASE("a failover's promotion and its refusal are told apart") {
  auto answer = whole_answer();
  const json place{{"at", "2026-03-01T12:00:05.000Z"}, {"operation", "failover"}, {"id", "i"}};
  auto step = place;
  step.update({{"step", "promote"}, {"node", "n2"}, {"outcome", "done"}});
  auto refusal = place;
  refusal["refused"] = "too few";
  answer["journal"] = {step, refusal};
  const auto history = observe::history_from_json(answer, "n3");
  REQUIRE(history);
  CHECK(history->promotions.front().to == "n2");
  CHECK(history->refusals.front().reason == "too few");
  CHECK(history->not_understood == 3);
}

TEST_CASE("lines and files that are not understood are counted, and the others taken") {
  for (const auto& [field, value] : std::vector<std::pair<const char*, json>>{{"at", "soon"},
                                                                              {"at", 7},
                                                                              {"id", nullptr},
                                                                              {"loss", "some"},
                                                                              {"timeline", 0},
                                                                              {"timeline", "2"},
                                                                              {"parent", -1},
                                                                              {"fork", "0/x"},
                                                                              {"gap_ms", -5},
                                                                              {"gap_ms", 1e300}}) {
    CAPTURE(field);
    auto answer = whole_answer();
    answer["journal"][0][field] = value;
    const auto history = observe::history_from_json(answer, "n3");
    REQUIRE(history);
    CHECK(history->failovers.empty());
    CHECK(history->undone.size() == 1);
    CHECK(history->not_understood == 4);
  }
  auto answer = whole_answer();
  answer["files"][0]["content"] = "2\t0/3000000\tout of order\n";
  answer["journal"].push_back(7);
  CHECK(observe::history_from_json(answer, "n3")->not_understood == 5);
}

TEST_CASE("an answer that lacks a field, or has another type there, is an error of that node") {
  for (const char* field : {"journal", "since", "complete", "files", "server"}) {
    CAPTURE(field);
    auto lacking = whole_answer();
    lacking.erase(field);
    const auto history = observe::history_from_json(lacking, "n3");
    REQUIRE_FALSE(history);
    CHECK(history.error().node == "n3");
    auto other = whole_answer();
    other[field] = 7;
    CHECK_FALSE(observe::history_from_json(other, "n3"));
  }
}
