#include "observe/report_json.hpp"

#include <doctest/doctest.h>

#include "../decide/reported.hpp"

using namespace pgmahout;

TEST_CASE("how a node is survives the way to who asks") {
  Reported told;
  told.node(1).fence = model::Fence{.reason = "replaced", .operation = "x", .released = true};
  told.node(1).last_change = model::ChangeNote{"2026-03-01T12:00:00.000Z", "n2", "n1", "none"};
  told.server(1).state.history = observed::history(3, {{1, 500}, {2, 900}});
  told.node(2).server = std::unexpected(model::Error{
      .kind = model::ErrorKind::no_answer, .what = "silent", .node = "n2", .hint = "ask"});
  for (int id = 0; id < 3; ++id) {
    const auto document = observe::report_to_json(told.node(id));
    const auto back = observe::report_from_json(nlohmann::json::parse(document.dump()));
    REQUIRE(back);
    CHECK(observe::report_to_json(*back) == document);
  }
  const auto second = observe::report_from_json(observe::report_to_json(told.node(1)));
  CHECK(second->server->state.history == told.server(1).state.history);
  CHECK(second->fence->released);
}

TEST_CASE("a report of another version is an error, not a crash") {
  const auto document = observe::report_to_json(Reported().node(0));
  for (const char* field : {"server", "units", "watchdog", "fence"}) {
    auto other = document;
    other.erase(field);
    const auto result = observe::report_from_json(other);
    REQUIRE_FALSE(result);
    CHECK(result.error().what.find(field) != std::string::npos);
  }
  auto wild = document;
  wild["server"]["value"]["state"]["write"] = "no LSN";
  CHECK_FALSE(observe::report_from_json(wild));
  wild["server"]["value"]["state"]["write"] = "0/1";
  wild["server"]["value"]["state"]["sender_port"] = 1e300;
  CHECK_FALSE(observe::report_from_json(wild));
  CHECK_FALSE(observe::report_from_json("text"));
}
