#include "observe/server_evidence.hpp"

#include "observe/sql_values.hpp"

namespace pgmahout::observe {

namespace {

// The columns are those that every version from 13 on has. A server in recovery archives nothing
// unless archive_mode is always.
constexpr const char* kWhy = R"(
  SELECT (SELECT status FROM pg_stat_wal_receiver), (SELECT sender_host FROM pg_stat_wal_receiver),
         (SELECT coalesce(sum(confl_tablespace + confl_lock + confl_snapshot + confl_bufferpin
                              + confl_deadlock), 0)::bigint FROM pg_stat_database_conflicts),
         current_setting('archive_mode'), archived_count, failed_count,
         coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false),
         last_failed_wal
    FROM pg_stat_archiver)";

}  // namespace

model::Result<model::ServerEvidence> ask_server_evidence(ports::Sql& sql,
                                                         const ports::SqlTarget& target,
                                                         const ports::Deadline& deadline) {
  const auto rows = ports::query(sql, target, {.text = kWhy}, deadline);
  if (!rows) return std::unexpected(rows.error());
  model::ServerEvidence evidence;
  if (rows->rows.empty()) return evidence;
  RowReader row(rows->rows.front());
  evidence.receiver = row.text();
  evidence.sender_host = row.text();
  evidence.conflicts = row.number();
  evidence.archiver.mode = row.text();
  evidence.archiver.archived = row.number();
  evidence.archiver.failed = row.number();
  evidence.archiver.failing = row.flag();
  evidence.archiver.last_failed_wal = row.text();
  return evidence;
}

}  // namespace pgmahout::observe
