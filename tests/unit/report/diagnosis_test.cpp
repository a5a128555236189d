#include "report/diagnosis.hpp"

#include <doctest/doctest.h>

#include "golden.hpp"
#include "text.hpp"

using namespace pgmahout;

namespace {

model::Diagnoses sample_diagnoses() {
  return {.cluster = "zoo",
          .about = "n1",
          .silent = {"n2"},
          .unseen = {"n1: cannot read the log"},
          .found = {{.id = "slot.missing",
                     .severity = model::Severity::critical,
                     .node = "n1",
                     .what = "the slot of n1 is gone",
                     .evidence = {"its slot slot1 on n0 is missing"},
                     .why = "it cannot stream",
                     .next = "pgmahout rejoin n1",
                     .follows = {{"replication.slot_gone", "n1", "n1 asks for a slot"},
                                 {"commits.too_few_standbys", "", "commits wait"}}}}};
}

}  // namespace

TEST_CASE("the document of a diagnosis is as its schema says") {
  test::check_golden(report::diagnosis_json(sample_diagnoses()),
                     "tests/schemas/diagnose/broken.json");
}

TEST_CASE("a diagnosis for people says what, by what, why, what follows and what next") {
  const auto text = report::diagnosis_text(sample_diagnoses(), {.colour = false, .width = 80});
  CHECK(text ==
        "critical  the slot of n1 is gone (slot.missing)\n"
        "          - its slot slot1 on n0 is missing\n"
        "          it cannot stream\n"
        "          so: n1 asks for a slot (replication.slot_gone)\n"
        "          so: commits wait (commits.too_few_standbys)\n"
        "          > pgmahout rejoin n1\n"
        "\n"
        "not seen: n1: cannot read the log\n"
        "n1 of zoo: 1 diagnosis\n");
  CHECK(longest_line(report::diagnosis_text(sample_diagnoses(), {.width = 40})) <= 40);
  CHECK(contains(report::diagnosis_text(sample_diagnoses(), {.colour = true}), "\033[1;31m"));
}

TEST_CASE("nothing is wrong, and nothing is known") {
  CHECK(report::diagnosis_text({.cluster = "zoo"}, {}) == "cluster zoo: nothing is wrong\n");
  CHECK(contains(report::diagnosis_text({.cluster = "zoo", .nobody_answers = true}, {}),
                 "nobody answers"));
}
