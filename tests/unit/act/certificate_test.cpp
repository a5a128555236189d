#include "act/failover/certificate.hpp"

#include <doctest/doctest.h>

#include "observe/history_json.hpp"
#include "observe/journal.hpp"

namespace pgmahout {

namespace {

constexpr ports::TimePoint kBegan{std::chrono::seconds{100}};

act::Certificate whole_certificate() {
  return {.from = "n1",
          .to = "n2",
          .why = "n1 does not answer",
          .verdict = {model::Loss::none, "2 + 1 > 2"},
          .way = model::TimelineHistory{{3}, {{{1}, {0x2000000}}, {{2}, {0x3000000}}}},
          .heard = kBegan - ports::Duration{1200},
          .began = kBegan,
          .ended = kBegan + ports::Duration{800}};
}

}  // namespace

TEST_CASE("a certificate says why, which timeline left which where, and how long the gap was") {
  const auto json = act::to_json(whole_certificate());
  CHECK(json == nlohmann::json{{"certificate", "failover"},
                               {"from", "n1"},
                               {"to", "n2"},
                               {"why", "n1 does not answer"},
                               {"loss", "none"},
                               {"proof", "2 + 1 > 2"},
                               {"took_ms", 800},
                               {"timeline", 3},
                               {"parent", 2},
                               {"fork", "0/3000000"},
                               {"heard_ms_ago", 1200},
                               {"gap_ms", 2000}});
}

TEST_CASE("what is not known when a failover ends is left out of its certificate") {
  auto certificate = whole_certificate();
  certificate.way.reset();
  certificate.heard.reset();
  const auto json = act::to_json(certificate);
  for (const char* field : {"timeline", "parent", "fork", "heard_ms_ago", "gap_ms"})
    CHECK_FALSE(json.contains(field));
}

TEST_CASE("a primary that was heard while the failover ran was heard just now") {
  auto certificate = whole_certificate();
  certificate.heard = kBegan + ports::Duration{300};
  const auto json = act::to_json(certificate);
  CHECK(json.at("heard_ms_ago") == 0);
  CHECK(json.at("gap_ms") == 500);
}

TEST_CASE("what a failover certifies is understood by who asks for the history") {
  auto line = act::to_json(whole_certificate());
  line.update({{"at", "2026-03-01T12:00:05.000Z"}, {"operation", "failover"}, {"id", "i"}});
  CHECK(observe::tells_of_a_change(line));
  const auto history = observe::history_from_json({{"journal", {line}},
                                                   {"since", ""},
                                                   {"complete", true},
                                                   {"files", nlohmann::json::array()},
                                                   {"server", nullptr}},
                                                  "n3");
  REQUIRE(history);
  REQUIRE(history->failovers.size() == 1);
  CHECK(history->failovers.front().gap_ms == 2000);
  CHECK(history->failovers.front().parent == model::TimelineSwitch{{2}, {0x3000000}});
}

}  // namespace pgmahout
