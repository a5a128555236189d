#include <doctest/doctest.h>

#include "agent/drill/drill.hpp"
#include "drill_stage.hpp"

using namespace pgmahout;
using model::ErrorKind;

TEST_CASE("a cluster that does not say how it is gets a minute, and then is not broken") {
  test::DrillStage stage;
  test::NoSql sql;
  stage.shell.answer = [](const auto&) -> test::ShellAnswer {
    return std::unexpected(model::Error{.kind = ErrorKind::no_answer, .what = "no route"});
  };
  const auto world = stage.drill(sql);
  const auto report = agent::drill(world, {.rounds = 2, .patience = {}});
  CHECK(report.rounds.empty());
  REQUIRE(report.error);
  CHECK(report.error->kind == ErrorKind::refused);
  CHECK(exit_code(report) == model::ExitCode::refused);
  CHECK(stage.clock.uptime() >= ports::Duration{60000});
  for (const auto& line : stage.shell.lines) CHECK(line.ends_with(": agent"));
}

TEST_CASE("a drill that is told to stop before it begins breaks nothing") {
  test::DrillStage stage;
  test::NoSql sql;
  stage.stop.request_stop();
  const auto world = stage.drill(sql);
  const auto report = agent::drill(world, {.patience = {}});
  CHECK(exit_code(report) == model::ExitCode::interrupted);
  CHECK(report.rounds.empty());
  for (const auto& line : stage.shell.lines) CHECK(line.ends_with(": agent"));
}
