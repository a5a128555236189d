#include "act/failover/freeze.hpp"

#include <string>
#include <vector>

namespace pgmahout::act {

namespace {

// A receiver that streams has told how far it came, so only a standby that restarted without a
// primary has WAL that nobody has looked at: then replay has to reach its end first.
constexpr const char* kAsk =
    "SELECT (SELECT count(*) FROM pg_stat_wal_receiver) = 0,"
    "       coalesce(pg_last_wal_receive_lsn() >= pg_last_wal_replay_lsn(), false),"
    "       pg_last_wal_replay_lsn()";

struct Standstill {
  bool cut_off = false;
  bool knows_its_end = false;
  std::string replayed;
};

Standstill ask(ports::SqlSession& standby, const ports::Deadline& deadline) {
  const auto rows = standby.run({kAsk, {}}, deadline);
  if (!rows || rows->rows.empty()) return {};
  const auto& row = rows->rows.front();
  return {.cut_off = row.at(0) == "t",
          .knows_its_end = row.at(1) == "t",
          .replayed = row.at(2).value_or("")};
}

bool stands_still(ports::SqlSession& standby, const ports::Deadline& deadline) {
  constexpr ports::Duration kQuiet{250};
  const auto before = ask(standby, deadline);
  if (!before.cut_off) return false;
  if (before.knows_its_end) return true;
  deadline.clock().sleep_for(std::min(kQuiet, deadline.remaining()));
  const auto after = ask(standby, deadline);
  return after.cut_off && after.replayed == before.replayed;
}

// ALTER SYSTEM takes a setting that no module defines only from a session that has it (before
// PostgreSQL 17).
std::vector<ports::Query> queries_of(const std::string& followed) {
  std::vector<ports::Query> queries;
  if (!followed.empty())
    queries = {{"SET pgmahout.followed = ''", {}},
               {"ALTER SYSTEM SET pgmahout.followed = " + ports::sql_literal(followed), {}}};
  queries.push_back({"ALTER SYSTEM SET primary_conninfo = ''", {}});
  queries.push_back({"SELECT pg_reload_conf()", {}});
  queries.push_back({"SELECT pg_wal_replay_resume()", {}});
  return queries;
}

}  // namespace

model::Result<void> freeze(ports::SqlSession& standby, const std::string& followed,
                           const ports::Deadline& deadline) {
  // pg_wal_replay_resume() says no once promotion is under way (xlogfuncs.c).
  for (const auto& query : queries_of(followed))
    if (const auto done = standby.run(query, deadline); !done) {
      auto error = done.error();
      if (error.what.find("promotion is ongoing") != std::string::npos)
        error.kind = model::ErrorKind::refused;
      return std::unexpected(error);
    }
  if (ports::wait_until([&] { return stands_still(standby, deadline); }, deadline,
                        ports::Duration{10}))
    return {};
  return std::unexpected(model::Error{.kind = model::ErrorKind::no_answer,
                                      .what = "it still receives or replays WAL"});
}

}  // namespace pgmahout::act
