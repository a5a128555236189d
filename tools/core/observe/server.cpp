#include "observe/server.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "model/heard.hpp"
#include "observe/sql_values.hpp"

namespace pgmahout::observe {

namespace {

// Out of recovery the name of the WAL file being written has the timeline right after a promotion,
// while the control file still has the old one until the next checkpoint. In recovery the highest
// of what is known counts: the control file lags behind until a restartpoint, and the WAL receiver
// may have ended. The name of the file that holds the last byte has the timeline it was written on.
// The server keeps the history file of its timeline as long as it lives; timeline 1 has none. While
// the file "promote" lies in the data directory the server has been told to promote itself. An
// advisory lock of one number is shown as its two halves with objsubid 1 (pg_locks in the manual);
// this number is that of act::Turn.
constexpr const char* kAsk = R"(
WITH last AS (
  SELECT trunc((greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) - '0/0' - 1)
               / pg_size_bytes(current_setting('wal_segment_size')))::bigint AS segment,
         4294967296 / pg_size_bytes(current_setting('wal_segment_size')) AS in_a_log),
state AS (
  SELECT pg_is_in_recovery() AS in_recovery,
         CASE WHEN pg_is_in_recovery()
              THEN greatest(c.timeline_id, r.min_recovery_end_timeline, w.received_tli,
                            (SELECT max(('x' || substr(name, 1, 8))::bit(32)::int)
                               FROM pg_ls_waldir(), last
                              WHERE length(name) = 24
                                AND substr(name, 9) =
                                    lpad(upper(to_hex(segment / in_a_log)), 8, '0') ||
                                    lpad(upper(to_hex(segment % in_a_log)), 8, '0')))
              ELSE ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int
         END AS timeline,
         w.status, w.last_msg_receipt_time, w.sender_host, w.sender_port
    FROM pg_control_checkpoint() c
   CROSS JOIN pg_control_recovery() r
    LEFT JOIN pg_stat_wal_receiver w ON true)
SELECT in_recovery,
       (SELECT system_identifier FROM pg_control_system()),
       timeline,
       pg_read_file('pg_wal/' || lpad(upper(to_hex(timeline)), 8, '0') || '.history',
                    0, 1048576, true) AS history,
       CASE WHEN in_recovery THEN NULL ELSE pg_current_wal_lsn() END AS write_lsn,
       pg_last_wal_receive_lsn() AS receive_lsn,
       pg_last_wal_replay_lsn() AS replay_lsn,
       in_recovery AND current_setting('primary_conninfo') = '' AS frozen,
       (pg_stat_file('promote', true)).size IS NOT NULL AS promoting,
       coalesce(status = 'streaming', false) AS receiving,
       (extract(epoch FROM clock_timestamp() - last_msg_receipt_time) * 1000)::bigint AS heard_ms_ago,
       sender_host, sender_port,
       pg_read_file('/var/run/postgresql/.pgmahout-heard', 0, 100, true) AS heard,
       pg_read_file('/proc/uptime', 0, 100) AS uptime,
       CASE WHEN in_recovery
            THEN substring(current_setting('primary_conninfo') FROM $$host='([^']*)'$$)
       END AS follows_host,
       CASE WHEN in_recovery AND current_setting('primary_conninfo') = ''
            THEN current_setting('pgmahout.followed', true)
       END AS followed_host,
       timeline = 1 OR
         coalesce(current_setting('pgmahout.promoted', true) = timeline::text, false) AS elected,
       EXISTS (SELECT FROM pg_locks
                WHERE locktype = 'advisory' AND objsubid = 1 AND classid = x'70676d61'::int::oid
                  AND objid = x'686f7574'::int::oid) AS in_turn
  FROM state)";

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

// "12345.67 ...": seconds since the boot, to the hundredth. What no machine lives (a number beyond
// the integers is undefined when it is converted) is 0, at which no record is fresh.
std::int64_t uptime_ms(const std::string& text) {
  constexpr double kLongest = 1e12;
  double seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  return seconds > 0 && seconds < kLongest ? static_cast<std::int64_t>(seconds * 1000) : 0;
}

// The words are those of strerror(3) in the C locale, which our executables keep.
constexpr std::array<std::string_view, 5> kOutOfReach{"No route to host", "Network is unreachable",
                                                      "Network is down", "Connection timed out",
                                                      "Host is down"};
constexpr std::array<std::string_view, 3> kFromThere{"Connection refused", "Connection reset",
                                                     "closed the connection"};

template <std::size_t N>
bool says_one_of(const model::Error& error, const std::array<std::string_view, N>& words) {
  return std::ranges::any_of(words,
                             [&](std::string_view each) { return error.what.contains(each); });
}

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
  state.history = row.keep(model::parse_history(state.timeline, row.text()));
  state.write = row.lsn();
  state.receive = row.lsn();
  state.replay = row.lsn();
  state.frozen = row.flag();
  state.promoting = row.flag();
  state.receiving = row.flag();
  state.heard_ms_ago = row.optional_number();
  state.sender_host = row.text();
  state.sender_port = static_cast<int>(row.number());
  const std::string heard = row.text();
  state.silent_ms = model::silence_by(heard, uptime_ms(row.text()));
  state.follows_host = row.text();
  state.followed_host = row.text();
  state.elected = row.flag();
  state.in_turn = row.flag();
  if (row.failure()) return std::unexpected(*row.failure());
  return state;
}

model::Result<model::ServerState> ask_server(ports::Sql& sql, const ports::SqlTarget& target,
                                             const ports::Deadline& deadline) {
  const auto session = sql.connect(target, deadline);
  if (!session) return std::unexpected(session.error());
  return ask_server(**session, deadline);
}

model::Result<model::ServerState> ask_server(ports::SqlSession& session,
                                             const ports::Deadline& deadline) {
  const auto rows = session.run({.text = kAsk}, deadline);
  if (!rows) return std::unexpected(rows.error());
  return parse_server_state(*rows);
}

bool turns_away(const model::Error& error) {
  return error.kind == model::ErrorKind::failed && !says_one_of(error, kOutOfReach) &&
         !says_one_of(error, kFromThere);
}

bool is_out_of_reach(const model::Error& error) {
  return error.kind == model::ErrorKind::no_answer || says_one_of(error, kOutOfReach);
}

bool is_refused(const model::Error& error) { return error.what.contains("Connection refused"); }

}  // namespace pgmahout::observe
