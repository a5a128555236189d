#include <array>

#include "observe/config_errors.hpp"
#include "observe/inspect_parts.hpp"
#include "observe/sql_values.hpp"

namespace pgmahout::observe {

namespace {

using model::PostgresqlState;
using ports::Rows;

// The timeline of a standby is that of what it receives: its control file keeps the old one until
// the next restart point. CASE keeps pg_current_wal_lsn() from failing in recovery.
constexpr const char* kServer = R"(
  SELECT pg_is_in_recovery(), split_part(current_setting('server_version'), ' ', 1),
         current_setting('server_version_num'),
         (SELECT system_identifier FROM pg_control_system()),
         CASE WHEN pg_is_in_recovery() THEN (SELECT received_tli FROM pg_stat_wal_receiver)
              ELSE ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int END,
         current_setting('data_checksums') = 'on')";

constexpr const char* kArchiver = R"(
  SELECT current_setting('archive_mode'), archived_count, failed_count,
         coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false),
         last_failed_wal
    FROM pg_stat_archiver)";

constexpr const char* kReplication = R"(
  SELECT application_name, state, sync_state,
         CASE WHEN pg_is_in_recovery() THEN NULL
              ELSE pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::bigint END
    FROM pg_stat_replication)";

constexpr const char* kSlots = R"(
  SELECT slot_name, slot_type = 'physical', active, temporary, wal_status
    FROM pg_replication_slots)";

// A connection string may hold a password: its value stays on the node. The tcp_ parameters show
// what the socket of this session has, nothing on a Unix-domain one; what they are reset to is what
// the server has.
constexpr const char* kParameters = R"(
  SELECT name,
         CASE WHEN name = 'primary_conninfo' THEN '' WHEN name LIKE 'tcp\_%' THEN reset_val
              ELSE setting END,
         unit, vartype, source, sourcefile, pending_restart
    FROM pg_settings)";

constexpr const char* kAutoParameters = R"(
  SELECT DISTINCT name FROM pg_file_settings
   WHERE sourcefile LIKE '%/postgresql.auto.conf' AND name IS NOT NULL ORDER BY name)";

constexpr const char* kRoles = R"(
  SELECT rolname, CASE WHEN rolpassword LIKE 'SCRAM-SHA-256$%' THEN 'scram-sha-256'
                       WHEN rolpassword LIKE 'md5%' THEN 'md5'
                       WHEN rolpassword IS NULL THEN 'none' ELSE 'other' END
    FROM pg_authid WHERE rolcanlogin)";

constexpr std::array kQueries{kServer,     kArchiver,       kReplication,  kSlots,
                              kParameters, kAutoParameters, kConfigErrors, kRoles};

void read_server(const Rows& rows, PostgresqlState& state) {
  if (rows.rows.empty()) return;
  RowReader row(rows.rows.front());
  state.in_recovery = row.flag();
  state.server_version = row.text();
  state.version_number = static_cast<int>(row.number());
  state.system_identifier = row.text();
  state.timeline = static_cast<std::uint32_t>(row.number());
  state.data_checksums = row.flag();
}

void read_archiver(const Rows& rows, PostgresqlState& state) {
  if (rows.rows.empty()) return;
  RowReader row(rows.rows.front());
  state.archiver.mode = row.text();
  state.archiver.archived = row.number();
  state.archiver.failed = row.number();
  state.archiver.failing = row.flag();
  state.archiver.last_failed_wal = row.text();
}

void read_replication(const Rows& rows, PostgresqlState& state) {
  for (const ports::Row& cells : rows.rows) {
    RowReader row(cells);
    model::ReplicationRow& entry = state.replication.emplace_back();
    entry.application_name = row.text();
    entry.state = row.text();
    entry.sync_state = row.text();
    if (cells.size() > 3 && cells[3]) entry.replay_lag_bytes = row.number();
  }
}

void read_slots(const Rows& rows, PostgresqlState& state) {
  for (const ports::Row& cells : rows.rows) {
    RowReader row(cells);
    model::SlotRow& slot = state.slots.emplace_back();
    slot.name = row.text();
    slot.physical = row.flag();
    slot.active = row.flag();
    slot.temporary = row.flag();
    slot.wal_status = row.text();
  }
}

void read_parameters(const Rows& rows, PostgresqlState& state) {
  for (const ports::Row& cells : rows.rows) {
    RowReader row(cells);
    // Names come as PostgreSQL spells them ("DateStyle"); files are read in lower case.
    std::string name = row.text();
    for (char& letter : name)
      if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    model::LiveParameter& live = state.parameters[name];
    live.value = row.text();
    live.unit = row.text();
    live.type = row.text();
    live.source = row.text();
    live.source_file = row.text();
    live.pending_restart = row.flag();
  }
}

std::vector<std::string> read_texts(const Rows& rows) {
  std::vector<std::string> texts;
  for (const ports::Row& cells : rows.rows) texts.push_back(RowReader(cells).text());
  return texts;
}

PostgresqlState read_state(const std::vector<Rows>& answers) {
  PostgresqlState state;
  read_server(answers.at(0), state);
  read_archiver(answers.at(1), state);
  read_replication(answers.at(2), state);
  read_slots(answers.at(3), state);
  read_parameters(answers.at(4), state);
  state.auto_parameters = read_texts(answers.at(5));
  state.config_errors = read_texts(answers.at(6));
  for (const ports::Row& cells : answers.at(7).rows) {
    RowReader row(cells);
    const std::string role = row.text();
    state.role_methods[role] = row.text();
  }
  return state;
}

}  // namespace

model::Result<PostgresqlState> inspect_postgresql(const InspectRequest& request, ports::Sql& sql,
                                                  const ports::Deadline& deadline) {
  const model::Layout layout = layout_for(request);
  const ports::SqlTarget target{.node = request.node,
                                .host = layout.postgresql_socket,
                                .port = request.postgresql_port,
                                .user = request.superuser,
                                .passfile = layout.postgres_home + "/.pgpass",
                                .password = {}};
  std::vector<ports::Query> queries;
  for (const char* text : kQueries) queries.push_back({.text = text, .parameters = {}});
  const auto answers = sql.run(target, queries, deadline);
  if (!answers) return std::unexpected(answers.error());
  return read_state(*answers);
}

}  // namespace pgmahout::observe
