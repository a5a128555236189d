#include "observe/server_report.hpp"

#include "observe/server.hpp"
#include "observe/sql_values.hpp"

namespace pgmahout::observe {

namespace {

// A standby that has replayed all that it received is not behind, however long ago the last
// transaction was (the manual, pg_last_xact_replay_timestamp()).
constexpr const char* kSelf = R"(
  SELECT split_part(current_setting('server_version'), ' ', 1),
         CASE WHEN pg_is_in_recovery() THEN pg_is_wal_replay_paused() ELSE false END,
         CASE WHEN NOT pg_is_in_recovery() THEN NULL
              WHEN pg_last_wal_receive_lsn() <= pg_last_wal_replay_lsn() THEN 0
              ELSE (extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())
                    * 1000)::bigint END,
         current_setting('synchronous_standby_names'))";

// Positions of other servers are measured from what is written here, which a standby has none of.
constexpr const char* kStandbys = R"(
  SELECT application_name, state, sync_state,
         CASE WHEN pg_is_in_recovery() THEN NULL
              ELSE greatest(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn), 0)::bigint END,
         (extract(epoch FROM replay_lag) * 1000)::bigint
    FROM pg_stat_replication WHERE application_name <> 'pg_basebackup'
   ORDER BY application_name)";

constexpr const char* kSlots = R"(
  SELECT slot_name, active, wal_status,
         CASE WHEN pg_is_in_recovery() THEN NULL
              ELSE greatest(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0)::bigint END
    FROM pg_replication_slots WHERE NOT temporary ORDER BY slot_name)";

void read_self(const ports::Rows& rows, model::ServerReport& report) {
  if (rows.rows.empty()) return;
  RowReader row(rows.rows.front());
  report.version = row.text();
  report.replay_paused = row.flag();
  report.replay_age_ms = row.optional_number();
  report.synchronous_names = row.text();
}

std::vector<model::StandbyRow> read_standbys(const ports::Rows& rows) {
  std::vector<model::StandbyRow> standbys;
  for (const ports::Row& cells : rows.rows) {
    RowReader row(cells);
    auto& standby = standbys.emplace_back();
    standby.name = row.text();
    standby.state = row.text();
    standby.sync_state = row.text();
    standby.lag_bytes = row.optional_number();
    standby.lag_ms = row.optional_number();
  }
  return standbys;
}

std::vector<model::SlotUse> read_slots_in_use(const ports::Rows& rows) {
  std::vector<model::SlotUse> slots;
  for (const ports::Row& cells : rows.rows) {
    RowReader row(cells);
    auto& slot = slots.emplace_back();
    slot.name = row.text();
    slot.active = row.flag();
    slot.wal_status = row.text();
    slot.retained_bytes = row.optional_number();
  }
  return slots;
}

}  // namespace

model::Result<model::ServerReport> ask_server_report(ports::Sql& sql,
                                                     const ports::SqlTarget& target,
                                                     const ports::Deadline& deadline) {
  const auto session = sql.connect(target, deadline);
  if (!session) return std::unexpected(session.error());
  const auto state = ask_server(**session, deadline);
  if (!state) return std::unexpected(state.error());
  const auto self = (*session)->run({.text = kSelf}, deadline);
  if (!self) return std::unexpected(self.error());
  const auto standbys = (*session)->run({.text = kStandbys}, deadline);
  if (!standbys) return std::unexpected(standbys.error());
  const auto slots = (*session)->run({.text = kSlots}, deadline);
  if (!slots) return std::unexpected(slots.error());
  model::ServerReport report{.state = *state};
  read_self(*self, report);
  report.standbys = read_standbys(*standbys);
  report.slots = read_slots_in_use(*slots);
  return report;
}

}  // namespace pgmahout::observe
