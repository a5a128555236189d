#include "observe/server.hpp"

#include <charconv>

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

// Reads the columns of one row in order and remembers the first that is not what it should be.
class RowReader {
 public:
  explicit RowReader(const ports::Row& row) : row_(row) {}

  std::optional<std::string> text() { return next_ < row_.size() ? row_[next_++] : std::nullopt; }
  bool boolean() { return text() == "t"; }
  int number() {
    const std::string digits = text().value_or("0");
    int value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
  }
  model::Lsn lsn() {
    const auto found = text();
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
  const ports::Row& row_;
  std::size_t next_ = 0;
  std::optional<model::Error> failure_;
};

}  // namespace

model::Result<model::ServerState> parse_server_state(const ports::Rows& rows) {
  if (rows.rows.size() != 1)
    return std::unexpected(model::Error{.kind = model::ErrorKind::internal,
                                        .what = "the server's state has not exactly one row"});
  RowReader row(rows.rows.front());
  model::ServerState state;
  state.in_recovery = row.boolean();
  state.system_identifier = row.keep(model::parse_system_identifier(row.text().value_or("")));
  state.timeline = row.keep(model::parse_timeline(row.text().value_or("")));
  state.write = row.lsn();
  state.receive = row.lsn();
  state.replay = row.lsn();
  state.receiving = row.boolean();
  state.sender_host = row.text().value_or("");
  state.sender_port = row.number();
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
