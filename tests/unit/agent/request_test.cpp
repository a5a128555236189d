#include "agent/request.hpp"

#include <doctest/doctest.h>

#include "agent/operation.hpp"
#include "ports/agent/wire.hpp"

using namespace pgmahout;
using agent::Request;

namespace {

bool is_accepted(const std::string& text) {
  const auto request = Request::parse(text);
  return request && agent::find_operation(*request).has_value();
}

}  // namespace

TEST_CASE("requests that are understood") {
  CHECK(is_accepted(R"({"version":1,"operation":"observe"})"));
  CHECK(is_accepted(R"({"version":1,"operation":"clone","primary":"a","replace":true,)"
                    R"("start":true,"max_rate":"1M","deadline":86400})"));
  CHECK(is_accepted(R"({"version":1,"operation":"rejoin","primary":"a"})"));
  CHECK(is_accepted(R"({"version":1,"operation":"unfence"})"));
  const auto request = Request::parse(R"({"version":1,"operation":"stop","deadline":7})");
  CHECK(request->deadline(ports::Duration{1}) == std::chrono::seconds(7));
  CHECK(Request::parse(R"({"version":1,"operation":"stop"})")->deadline(ports::Duration{1}) ==
        ports::Duration{1});
}

TEST_CASE("requests that are refused") {
  for (const char* bad : {"",
                          "{",
                          "[]",
                          "null",
                          "1",
                          "{}",
                          R"({"version":1})",
                          R"({"operation":"observe"})",
                          R"({"version":2,"operation":"observe"})",
                          R"({"version":"1","operation":"observe"})",
                          R"({"version":1,"operation":5})",
                          R"({"version":1,"operation":"rm"})",
                          R"({"version":1,"operation":"observe","extra":1})",
                          R"({"version":1,"operation":"stop","replace":true})",
                          R"({"version":1,"operation":"rejoin","primary":"a","replace":true})",
                          R"({"version":1,"operation":"unfence","primary":"a"})",
                          R"({"version":1,"operation":"observe","deadline":0})",
                          R"({"version":1,"operation":"observe","deadline":86401})",
                          R"({"version":1,"operation":"observe","deadline":"5"})",
                          R"({"version":1,"operation":"observe","deadline":1.5})",
                          R"({"version":1,"operation":"observe"} {})",
                          "\xff\xfe"})
    CHECK_MESSAGE(!is_accepted(bad), bad);
}

TEST_CASE("fields of another type are refused, not guessed") {
  const auto request =
      Request::parse(R"({"version":1,"operation":"clone","replace":"yes","primary":7})");
  REQUIRE(request.has_value());
  CHECK_FALSE(request->boolean("replace", false).has_value());
  CHECK_FALSE(request->text("primary").has_value());
  CHECK(*request->boolean("start", true));
  CHECK(request->text("max_rate")->empty());
}

TEST_CASE("an error survives the wire") {
  const model::Error error{
      .kind = model::ErrorKind::no_answer, .what = "w", .node = "n", .command = "c", .hint = "h"};
  CHECK(agent::error_from_json(agent::to_json(error), "other") == error);
  CHECK(agent::error_from_json(nlohmann::json::object(), "other").node == "other");
}

TEST_CASE("every operation has a name of its own and a bounded time") {
  for (const auto& one : agent::operations()) {
    int same = 0;
    for (const auto& other : agent::operations()) same += one.name == other.name ? 1 : 0;
    CHECK(same == 1);
    CHECK(one.deadline > ports::Duration{0});
  }
}
