#include "observe/server.hpp"

#include "observe/sql_values.hpp"

namespace pgmahout::observe {

namespace {

// Out of recovery the name of the WAL file being written has the timeline right after a promotion,
// while the control file still has the old one until the next checkpoint. In recovery the highest
// of what is known counts: the control file lags behind the WAL receiver until a restartpoint.
constexpr const char* kAsk = R"(
SELECT pg_is_in_recovery() AS in_recovery,
       s.system_identifier,
       CASE WHEN pg_is_in_recovery()
            THEN greatest(c.timeline_id, r.min_recovery_end_timeline, w.received_tli)
            ELSE ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int
       END AS timeline,
       CASE WHEN pg_is_in_recovery() THEN NULL ELSE pg_current_wal_lsn() END AS write_lsn,
       pg_last_wal_receive_lsn() AS receive_lsn,
       pg_last_wal_replay_lsn() AS replay_lsn,
       coalesce(w.status = 'streaming', false) AS receiving,
       w.sender_host, w.sender_port
  FROM pg_control_system() s
 CROSS JOIN pg_control_checkpoint() c
 CROSS JOIN pg_control_recovery() r
  LEFT JOIN pg_stat_wal_receiver w ON true)";

// Reads LSNs and the like, and remembers the first cell that is not what it should be.
class StateReader : public RowReader {
 public:
  using RowReader::RowReader;

  model::Lsn lsn() {
    const auto found = optional_text();
    return found ? keep(model::parse_lsn(*found)) : model::Lsn{};
  }
  template <typename T>
  T keep(model::Result<T> result) {
    if (result) return *result;
    if (!failure_) failure_ = result.error();
    return {};
  }
  [[nodiscard]] const std::optional<model::Error>& failure() const { return failure_; }

 private:
  std::optional<model::Error> failure_;
};

}  // namespace

model::Result<model::ServerState> parse_server_state(const ports::Rows& rows) {
  if (rows.rows.size() != 1)
    return std::unexpected(model::Error{.kind = model::ErrorKind::internal,
                                        .what = "the server's state has not exactly one row"});
  StateReader row(rows.rows.front());
  model::ServerState state;
  state.in_recovery = row.flag();
  state.system_identifier = row.keep(model::parse_system_identifier(row.text()));
  state.timeline = row.keep(model::parse_timeline(row.text()));
  state.write = row.lsn();
  state.receive = row.lsn();
  state.replay = row.lsn();
  state.receiving = row.flag();
  state.sender_host = row.text();
  state.sender_port = static_cast<int>(row.number());
  if (row.failure()) return std::unexpected(*row.failure());
  return state;
}

model::Result<model::ServerState> ask_server(ports::Sql& sql, const ports::SqlTarget& target,
                                             const ports::Deadline& deadline) {
  const auto rows = ports::query(sql, target, {.text = kAsk}, deadline);
  if (!rows) return std::unexpected(rows.error());
  return parse_server_state(*rows);
}

}  // namespace pgmahout::observe
