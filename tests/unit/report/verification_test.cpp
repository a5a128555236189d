#include "report/verification.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "text.hpp"

using namespace pgmahout;
using model::Verdict;

namespace {

model::Verification sample() {
  return {.cluster = "zoo",
          .checks = {{"a.good", "all is well", Verdict::ok, {"seen"}, ""},
                     {"b.bad", "nothing is broken", Verdict::fail, {"n1: it is"}, "mend it"},
                     {"c.silent", "they speak", Verdict::no_answer, {"n2: no answer"}, "ask"}}};
}

}  // namespace

TEST_CASE("the table shows evidence and remedy of what is not ok") {
  CHECK(report::verification_text(sample(), {.colour = false, .width = 80}) ==
        "ok         a.good    all is well\n"
        "fail       b.bad     nothing is broken\n"
        "           - n1: it is\n"
        "           > mend it\n"
        "no answer  c.silent  they speak\n"
        "           - n2: no answer\n"
        "           > ask\n"
        "cluster zoo: 3 checks, 1 ok, 1 no answer, 1 fail\n");
}

TEST_CASE("colours only when asked for") {
  CHECK(report::verification_text(sample(), {.colour = false}).find('\033') == std::string::npos);
  const std::string text = report::verification_text(sample(), {.colour = true});
  CHECK(text.find("\033[1;31mfail") != std::string::npos);
  CHECK(text.find("\033[32mok") != std::string::npos);
}

TEST_CASE("lines keep within the width") {
  auto verification = sample();
  verification.checks[1].evidence = {std::string("a long story about ") + "many small words that " +
                                     "go on and on until somebody stops them at last"};
  verification.checks[1].title = "a title that is a good deal longer than a narrow terminal";
  CHECK(longest_line(report::verification_text(verification, {.width = 44})) <= 44);
  CHECK(longest_line(report::verification_text(verification, {.width = 120})) > 44);
}

TEST_CASE("a word longer than the width is kept whole") {
  CHECK(report::wrap("a bbbbbbbbbb c", 4) == std::vector<std::string>{"a", "bbbbbbbbbb", "c"});
  CHECK(report::wrap("", 4) == std::vector<std::string>{""});
}

TEST_CASE("JSON holds every field and the exit code") {
  const auto document = nlohmann::json::parse(report::verification_json(sample()));
  CHECK(document.at("version") == 1);
  CHECK(document.at("cluster") == "zoo");
  CHECK(document.at("exit_code") == 1);
  CHECK(document.at("summary").at("fail") == 1);
  CHECK(document.at("summary").at("warn") == 0);
  REQUIRE(document.at("checks").size() == 3);
  const auto& bad = document.at("checks").at(1);
  CHECK(bad.at("id") == "b.bad");
  CHECK(bad.at("title") == "nothing is broken");
  CHECK(bad.at("verdict") == "fail");
  CHECK(bad.at("evidence") == nlohmann::json{"n1: it is"});
  CHECK(bad.at("remedy") == "mend it");
}

TEST_CASE("evidence that is no UTF-8 does not stop the report") {
  auto verification = sample();
  verification.checks[1].evidence = {"FATAL: Rolle \xfc"};
  CHECK_NOTHROW(report::verification_json(verification));
}
