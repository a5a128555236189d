#include "decide/diagnose/known_messages.hpp"

#include <doctest/doctest.h>

using namespace pgmahout;

namespace {

std::string_view streaming_of(const std::string& line) {
  const auto found = decide::last_message({line}, decide::streaming_messages(), "");
  return found ? found->diagnosis : "";
}

}  // namespace

TEST_CASE("an SQLSTATE counts as a word of its own, in any language") {
  CHECK(streaming_of("[7] 28P01 FATAL:  Passwort-Authentifizierung fehlgeschlagen") ==
        "replication.password");
  CHECK(streaming_of("[7] 128P01 FATAL:  etwas") == "");
  CHECK(streaming_of("[7] 28P012 FATAL:  etwas") == "");
  CHECK(streaming_of("28P01") == "replication.password");
}

TEST_CASE("a slot that is used, as it is in every log, is no fault") {
  CHECK(streaming_of("LOG:  acquired physical replication slot \"slot1\"") == "");
  CHECK(streaming_of("ERROR:  replication slot \"slot1\" is active for PID 12") ==
        "replication.slot_gone");
}

TEST_CASE("the last message counts, unless all is well behind it") {
  const std::vector<std::string> lines{"password authentication failed", "no pg_hba.conf entry",
                                       "something else"};
  const auto found = decide::last_message(lines, decide::streaming_messages(), "streaming");
  REQUIRE(found);
  CHECK(found->diagnosis == "replication.hba");
  CHECK(found->line == lines.at(1));
  CHECK_FALSE(decide::last_message(lines, decide::streaming_messages(), "something"));
  CHECK_FALSE(decide::last_message({}, decide::streaming_messages(), ""));
}

TEST_CASE("times of logs and of answers") {
  CHECK(decide::seconds_of("1970-01-01 00:00:00") == 0);
  CHECK(decide::seconds_of("1970-01-02T00:00:01.5Z") == 86401);
  CHECK(decide::seconds_of("2000-03-01 00:00:00") == 951868800);
  CHECK(decide::seconds_of("2026-03-01T12:00:00.000Z") == 1772366400);
  CHECK(decide::seconds_of("2024-02-29 23:59:59 UTC [7] LOG:") == 1709251199);
  for (const char* wrong :
       {"", "LOG:  no time", "2026-13-01 00:00:00", "2026-03-01 12:00", "2026-03-01 12:00:0x"})
    CHECK_FALSE(decide::seconds_of(wrong));
}
