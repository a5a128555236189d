#include "ports/sql.hpp"

#include <doctest/doctest.h>

#include "observe/server.hpp"
#include "ports/postgres/libpq_sql.hpp"

using namespace pgmahout;

TEST_CASE("SQL literals") {
  CHECK(ports::sql_literal("it's") == "'it''s'");
  CHECK(ports::sql_literal("a\\b'") == "E'a\\\\b'''");
}

TEST_CASE("a server that is not there") {
  ports::SystemClock clock;
  ports::postgres::LibpqSql sql;
  const auto rows = ports::query(sql, {.node = "n1", .host = "127.0.0.1", .port = 1, .user = "u"},
                                 {"SELECT 1", {}}, {clock, ports::Duration{3000}});
  REQUIRE_FALSE(rows.has_value());
  CHECK(rows.error().kind == model::ErrorKind::failed);
  CHECK(rows.error().node == "n1");
}

namespace {

ports::Rows of_a_standby(const std::string& uptime) {
  return {.rows = {{"t", "7000000000000000001", "3", "1\t0/1000000\twhy\n2\t0/2000000\twhy\n",
                    std::nullopt, "0/3000000", "0/3027AC0", "f", "f", "t", "1200", "192.0.2.1",
                    "5432", "9000 8000 0\n", uptime, "192.0.2.1", std::nullopt, "f", "t"}}};
}

}  // namespace

TEST_CASE("whether a server, its host or nobody has answered") {
  const auto failed = [](const std::string& what) {
    return model::Error{.kind = model::ErrorKind::failed, .what = what};
  };
  const auto starting = failed("FATAL:  the database system is starting up");
  const auto refused = failed("connection to server failed: Connection refused");
  const auto dark = failed("connection to server failed: No route to host");
  const model::Error late{.kind = model::ErrorKind::no_answer, .what = "it did not answer in time"};
  CHECK(observe::turns_away(starting));
  CHECK_FALSE(observe::turns_away(refused));
  CHECK_FALSE(observe::turns_away(dark));
  CHECK(observe::is_refused(refused));
  CHECK_FALSE(observe::is_refused(dark));
  CHECK(observe::is_out_of_reach(dark));
  CHECK(observe::is_out_of_reach(late));
  CHECK_FALSE(observe::is_out_of_reach(refused));
  CHECK_FALSE(observe::is_out_of_reach(starting));
}

TEST_CASE("a server's state") {
  const auto rows = of_a_standby("10.00 3.00\n");
  const auto state = observe::parse_server_state(rows);
  REQUIRE(state.has_value());
  CHECK(state->in_recovery);
  CHECK(state->sender_port == 5432);
  CHECK(state->history.ancestors.size() == 2);
  CHECK(state->heard_ms_ago == 1200);
  CHECK(state->silent_ms == 2000);
  CHECK(state->follows_host == "192.0.2.1");
  CHECK(state->in_turn);
  CHECK_FALSE(state->promoting);
  CHECK_FALSE(state->frozen);
  // A restarted standby reports a segment's begin as received, behind what it replayed.
  CHECK(to_string(state->position().lsn) == "0/3027AC0");
  CHECK(state->position().timeline.number == 3);
  CHECK_FALSE(observe::parse_server_state({}).has_value());
  auto bad = rows;
  bad.rows[0][6] = "nonsense";
  CHECK_FALSE(observe::parse_server_state(bad).has_value());
}

// GCC's sanitizers say nothing of a number that no integer holds; the fuzzer does, which begins
// with tests/fuzz/answers/server_uptime.
TEST_CASE("an uptime that no machine has tells no silence") {
  for (const auto* uptime : {"1e33 3.00\n", "-1e33 3.00\n", "nan\n", "inf\n", ""}) {
    CAPTURE(uptime);
    const auto state = observe::parse_server_state(of_a_standby(uptime));
    REQUIRE(state.has_value());
    CHECK_FALSE(state->silent_ms.has_value());
  }
}
