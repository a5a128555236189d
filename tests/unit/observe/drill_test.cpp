#include "report/drill.hpp"

#include <doctest/doctest.h>

#include "decide/drill/judge.hpp"
#include "observe/drill_figures.hpp"
#include "observe/drill_ledger.hpp"
#include "report/sample_drill.hpp"

using namespace pgmahout;

TEST_CASE("the rows of a ledger go over the wire and come back") {
  const model::LedgerRows rows{.numbers = {{1, 40}, {42, 42}}, .doubled = {7}};
  CHECK(observe::ledger_from_json(observe::to_json(rows)) == rows);
  CHECK(observe::to_json(rows).dump() == R"({"doubled":[7],"numbers":[[1,40],[42,42]]})");
}

TEST_CASE("an answer of another form is told, not guessed") {
  for (const char* said : {"{}", R"({"numbers":[[1]],"doubled":[]})", R"({"numbers":3})",
                           R"({"numbers":[["a",2]],"doubled":[]})"})
    CHECK_FALSE(observe::ledger_from_json(nlohmann::json::parse(said)));
}

TEST_CASE("what is compared is read from the report that was printed") {
  const auto report = test::sample_drill();
  const auto read = observe::figures_in(report::drill_json(report), "a.json");
  REQUIRE(read);
  const auto figures = decide::figures_of(report);
  CHECK(read->cluster == figures.cluster);
  CHECK(read->scenario == figures.scenario);
  CHECK(read->at == figures.at);
  CHECK(read->rounds == figures.rounds);
  CHECK(read->lost == figures.lost);
  CHECK(read->doubled == figures.doubled);
  CHECK(read->two_writers == figures.two_writers);
  CHECK(read->statistics == figures.statistics);
}

TEST_CASE("what is no report of a drill is refused, with the file") {
  for (const char* text : {"", "[]", "{}", R"({"cluster":"zoo","scenario":"crash","rounds":4})"}) {
    const auto read = observe::figures_in(text, "a.json");
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == model::ErrorKind::invalid);
    CHECK(read.error().where->file == "a.json");
  }
  CHECK_FALSE(observe::read_figures("/nowhere/a.json"));
}
