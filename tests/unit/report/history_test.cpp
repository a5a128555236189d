#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "golden.hpp"
#include "report/history_json.hpp"
#include "report/history_text.hpp"
#include "report/sample_history.hpp"
#include "text.hpp"

using namespace pgmahout;

TEST_CASE("the history is a table, with reasons below its rows") {
  CHECK(
      report::history_text(test::sample_history(), {.colour = false, .width = 90}) ==
      "timeline  since                 by        primary                 loss  gap\n"
      "1         -                     initdb    postgres1               -     -\n"
      "2         2026-03-01 11:00:00Z  by hand   postgres1 -> ?          -     -\n"
      "          left timeline 1 at 0/2000000\n"
      "          left behind: the present timeline does not descend from it\n"
      "2*        2026-03-01 12:00:05Z  failover  postgres1 -> postgres2  none  3.2 s\n"
      "          before: 1 failover was refused; the last: too few standbys answer\n"
      "          left timeline 1 at 0/3000000\n"
      "          why: postgres1 does not answer, and no standby has heard it for 1200 ms\n"
      "          proof: 2 standbys answered, 1 confirms each commit, 2 are there\n"
      "          postgres1 gave up 256 bytes of WAL, nobody knows how many transactions; kept in\n"
      "          /var/lib/pgmahout/diverged/x\n"
      "?         2026-03-01 13:00:00Z  failover  postgres2 -> ?          -     -\n"
      "          the failover ended before it certified anything\n"
      "* the primary writes this one now\n"
      "since then: 2 failovers were refused; the last: the time is up\n"
      "remark: postgres2: 1 lines or files are not understood\n"
      "no answer from postgres3: it did not answer in time\n");
}

TEST_CASE("where the table does not fit its rows are wrapped") {
  CHECK(report::history_text(test::sample_history(), {.colour = false, .width = 48}) ==
        "timeline  since by primary loss gap\n"
        "1         - initdb postgres1 - -\n"
        "2         2026-03-01 11:00:00Z by hand postgres1\n"
        "          -> ? - -\n"
        "          left timeline 1 at 0/2000000\n"
        "          left behind: the present timeline does\n"
        "          not descend from it\n"
        "2*        2026-03-01 12:00:05Z failover\n"
        "          postgres1 -> postgres2 none 3.2 s\n"
        "          before: 1 failover was refused; the\n"
        "          last: too few standbys answer\n"
        "          left timeline 1 at 0/3000000\n"
        "          why: postgres1 does not answer, and no\n"
        "          standby has heard it for 1200 ms\n"
        "          proof: 2 standbys answered, 1 confirms\n"
        "          each commit, 2 are there\n"
        "          postgres1 gave up 256 bytes of WAL,\n"
        "          nobody knows how many transactions;\n"
        "          kept in /var/lib/pgmahout/diverged/x\n"
        "?         2026-03-01 13:00:00Z failover\n"
        "          postgres2 -> ? - -\n"
        "          the failover ended before it certified\n"
        "          anything\n"
        "* the primary writes this one now\n"
        "since then: 2 failovers were refused; the last:\n"
        "the time is up\n"
        "remark: postgres2: 1 lines or files are not\n"
        "understood\n"
        "no answer from postgres3: it did not answer in\n"
        "time\n");
}

TEST_CASE("the present timeline stands out where colours are wanted") {
  const auto text = report::history_text(test::sample_history(), {.colour = true, .width = 90});
  CHECK(contains(text, "\033[1mtimeline"));
  CHECK(contains(text, "\033[1m2*"));
  CHECK_FALSE(contains(text, "\033[1m1 "));
}

TEST_CASE("a history of which nobody knows anything is a headline") {
  CHECK(report::history_text({.cluster = "zoo"}, {.colour = false, .width = 80}) ==
        "timeline  since  by  primary  loss  gap\n");
}

TEST_CASE("golden: the history for programs") {
  test::check_golden(report::history_json(test::sample_history()),
                     "tests/schemas/history/whole.json");
}

TEST_CASE("words in another encoding do not stop the report") {
  auto history = test::sample_history();
  history.timelines.back().why = "f\xfcr immer";
  CHECK(nlohmann::json::accept(report::history_json(history)));
}
