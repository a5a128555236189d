#include "report/drill.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "golden.hpp"
#include "report/drill_plot.hpp"
#include "report/drill_words.hpp"
#include "report/sample_drill.hpp"
#include "text.hpp"

using namespace pgmahout;

namespace {

model::DrillReport good_drill() {
  auto report = test::sample_drill();
  report.wanted = 1;
  report.rounds.pop_back();
  report.statistics.pop_back();
  report.error.reset();
  return report;
}

std::size_t occurrences(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

}  // namespace

TEST_CASE("a drill of one round is its steps by time, and a conclusion") {
  CHECK(report::drill_text(good_drill(), {.colour = false, .width = 90}) ==
        "drill power of cluster zoo, 1 of 1 rounds\n"
        "\n"
        "round 1: well; postgres1 was hurt, primary postgres1 -> postgres2\n"
        "  no write was acknowledged for 2.51 s; 384 were acknowledged, 3 refused and 1 unknown;\n"
        "  none was lost or doubled; nobody wrote beside another\n"
        "since the break  what\n"
        "-0.01 s          last acknowledged write\n"
        "+1.90 s          virtual IP on another node\n"
        "+2.02 s          first write without success\n"
        "+2.30 s          new primary seen\n"
        "+2.50 s          first acknowledged write\n"
        "+6.40 s          old primary back as standby\n"
        "+7.20 s          all is well\n"
        "\n"
        "all rounds are well: nothing was lost or doubled, and nobody wrote beside another\n");
}

TEST_CASE("what went wrong is told, and what several rounds measured") {
  const auto text = report::drill_text(test::sample_drill(), {.colour = false, .width = 90});
  for (const char* part :
       {"round 2: NOT WELL; postgres1 was hurt, primary postgres1 -> nobody\n",
        "  no write was acknowledged for 8.01 s, and it was not over;", "2 lost, 1 doubled;",
        "5 commits beside another writer; it was not\n  well in the end\n",
        "  postgres3 lacks 117, 118\n", "  there twice: 90\n", "  remark: not well: postgres1",
        "of all rounds      least   median  most    rounds\n",
        "gap in the writes  2.51 s  2.51 s  2.51 s  1\n",
        "ended early: round 3 was not begun: the cluster has not healed; see pgmahout status\n"})
    CHECK_MESSAGE(contains(text, part), part << " is not in " << text);
}

TEST_CASE("colours are for terminals only") {
  CHECK(contains(report::drill_text(good_drill(), {.colour = true, .width = 90}), "\033[32mwell"));
  CHECK_FALSE(contains(report::drill_text(good_drill(), {.colour = false, .width = 90}), "\033["));
}

TEST_CASE("two drills stand side by side") {
  model::DrillFigures before{.cluster = "zoo",
                             .scenario = "power",
                             .at = "2026-02-01T12:00:00Z",
                             .rounds = 2,
                             .lost = 1,
                             .statistics = {{"gap", "gap in the writes", 2, 3000, 3500, 4000}}};
  model::DrillFigures after{.cluster = "zoo",
                            .scenario = "power",
                            .rounds = 3,
                            .statistics = {{"gap", "gap in the writes", 3, 2000, 2500, 4000},
                                           {"healthy", "all is well", 3, 5000, 6000, 7000}}};
  CHECK(report::drill_comparison(before, after, {.colour = false, .width = 90}) ==
        "drills of cluster zoo\n"
        "power                          2026-02-01T12:00:00Z  now     change\n"
        "rounds                         2                     3       +1\n"
        "gap in the writes, median      3.50 s                2.50 s  -1.00 s\n"
        "all is well, median            -                     6.00 s  -\n"
        "lost writes                    1                     0       -1\n"
        "doubled writes                 0                     0       +0\n"
        "commits beside another writer  0                     0       +0\n");
}

TEST_CASE("golden: the drill for programs") {
  test::check_golden(report::drill_json(test::sample_drill()), "tests/schemas/drill/whole.json");
}

TEST_CASE("golden: the page of a drill") {
  test::check_golden(report::drill_html(test::sample_drill()),
                     "tests/unit/report/golden/drill.html");
}

TEST_CASE("the page needs nothing besides itself, and runs nothing") {
  const auto page = report::drill_html(test::sample_drill());
  for (const char* part : {"http:", "https:", "<script", "<link", "url(", "src=", "onload"})
    CHECK_FALSE_MESSAGE(contains(page, part), part);
  CHECK(occurrences(page, "<svg ") == 2);
  CHECK(occurrences(page, "<title id=") == 2);
}

TEST_CASE("words of machines are no markup") {
  CHECK(report::escaped("a<b>&\"c\"") == "a&lt;b&gt;&amp;&quot;c&quot;");
  CHECK(contains(report::drill_html(test::sample_drill()), "does not run &lt;now&gt;"));
}

TEST_CASE("a round of which nothing was seen has a picture all the same") {
  const auto picture = report::drill_plot({.broken = "n0", .lanes = {{.node = "n0"}}});
  CHECK(contains(picture, "</svg>"));
  CHECK_FALSE(contains(picture, "nan"));
  CHECK_FALSE(contains(picture, "inf"));
}

TEST_CASE("long lists of numbers are cut") {
  std::vector<std::int64_t> numbers(13, 5);
  CHECK(report::listed_numbers(numbers) == "5, 5, 5, 5, 5, 5, 5, 5, 5, 5 and 3 more");
  CHECK(report::listed_numbers({1, 2}) == "1, 2");
}

TEST_CASE("the exit code says how a drill ended") {
  using model::ErrorKind;
  using model::ExitCode;
  auto report = good_drill();
  CHECK(exit_code(report) == ExitCode::ok);
  report.rounds.front().two_writers = 1;
  CHECK(exit_code(report) == ExitCode::not_as_it_should_be);
  report = good_drill();
  report.error = model::Error{.kind = ErrorKind::interrupted};
  CHECK(exit_code(report) == ExitCode::interrupted);
  report.error->kind = ErrorKind::refused;
  CHECK(exit_code(report) == ExitCode::not_as_it_should_be);
  report.rounds.clear();
  CHECK(exit_code(report) == ExitCode::refused);
}
