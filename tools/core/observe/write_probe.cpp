#include "observe/write_probe.hpp"

namespace pgmahout::observe {

namespace {

// The comment keeps Pgpool-II from sending it to a standby (allow_sql_comments is off), also where
// a user has listed the function as one that only reads.
constexpr const char* kWrite =
    "/*NO LOAD BALANCE*/ SELECT pg_current_xact_id()::text, "
    "pg_logical_emit_message(true, 'pgmahout', 'verify')::text";

// pg_xact_status() refuses ids of the future, so a standby that is behind must not call it.
constexpr const char* kSeen =
    "SELECT CASE WHEN $1::xid8 < pg_snapshot_xmax(pg_current_snapshot()) "
    "THEN pg_xact_status($1::xid8) = 'committed' ELSE false END";

model::Result<bool> ask(ports::Sql& sql, const ports::SqlTarget& target,
                        const std::string& transaction, const ports::Deadline& deadline) {
  const auto rows =
      ports::query(sql, target, {.text = kSeen, .parameters = {transaction}}, deadline);
  if (!rows) return std::unexpected(rows.error());
  return !rows->rows.empty() && rows->rows.front().front() == "t";
}

}  // namespace

model::Result<std::string> write_through(ports::Sql& sql, const ports::SqlTarget& target,
                                         const ports::Deadline& deadline) {
  const auto rows = ports::query(sql, target, {.text = kWrite, .parameters = {}}, deadline);
  if (!rows) return std::unexpected(rows.error());
  if (rows->rows.empty() || !rows->rows.front().front())
    return std::unexpected(
        model::Error{.what = "the write through the virtual IP told no id", .node = target.node});
  return *rows->rows.front().front();
}

model::Result<bool> saw_transaction(ports::Sql& sql, const ports::SqlTarget& target,
                                    const std::string& transaction,
                                    const ports::Deadline& deadline) {
  constexpr ports::Duration kPause{100};
  model::Result<bool> seen = false;
  const auto done = [&] {
    seen = ask(sql, target, transaction, deadline);
    return !seen || *seen;
  };
  if (ports::wait_until(done, deadline, kPause)) return seen;
  return false;
}

}  // namespace pgmahout::observe
