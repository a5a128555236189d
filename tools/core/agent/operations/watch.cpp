#include <memory>
#include <mutex>

#include "agent/operations/operations.hpp"

namespace pgmahout::agent {

namespace {

constexpr ports::Duration kPeriod{50};
constexpr ports::Duration kToAnswer{1000};
constexpr const char* kAskRole =
    "SELECT pg_is_in_recovery()::text, "
    "(SELECT count(*) FROM pg_stat_wal_receiver WHERE status = 'streaming')::text";
// A transaction with an id and WAL of its own, which waits for its standbys as every commit does,
// and leaves no row behind.
constexpr const char* kCommit =
    "SELECT ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::bigint::text, "
    "current_setting('transaction_read_only'), "
    "pg_logical_emit_message(true, 'pgmahout', 'drill')::text";

// Two questions at once, each over a connection of its own: a commit may wait for standbys as long
// as it likes, and is never cancelled, for a cancelled one counts as committed.
class Watch {
 public:
  explicit Watch(const Session& session) : session_(session) {}

  [[nodiscard]] std::int64_t run() {
    const auto& context = session_.context;
    context.crew.run({[this] { repeat(&Watch::look); }, [this] { repeat(&Watch::commit); }});
    return samples_;
  }

 private:
  using Connection = std::unique_ptr<ports::SqlSession>;
  using Sample = void (Watch::*)(Connection&);

  void repeat(Sample sample) {
    const auto& deadline = session_.context.deadline;
    Connection connection;
    while (!deadline.over()) {
      const ports::Deadline next = deadline.within(kPeriod);
      (this->*sample)(connection);
      deadline.clock().sleep_for(next.remaining());
    }
  }

  // A server that does not answer within a second is called down for that moment.
  void look(Connection& connection) {
    const auto answer = ask(connection, kAskRole, session_.context.deadline.within(kToAnswer));
    const bool known = answer && !answer->rows.empty();
    const bool standby = known && answer->rows.front().at(0) == "true";
    const bool streams = standby && answer->rows.front().at(1) != "0";
    tell({{"role", !known ? "down" : (standby ? "standby" : "primary")},
          {"streams", streams},
          {"vip", holds_vip()}});
  }

  void commit(Connection& connection) {
    const auto& deadline = session_.context.deadline;
    const auto begun = deadline.clock().now();
    const auto answer = ask(connection, kCommit, deadline);
    if (!answer || answer->rows.empty() || !answer->warnings.empty()) return;
    const auto& row = answer->rows.front();
    if (row.at(1) != "off") return;
    const auto took =
        std::chrono::duration_cast<std::chrono::microseconds>(deadline.clock().now() - begun);
    tell({{"committed",
           {{"took_us", took.count()}, {"timeline", std::stoll(row.at(0).value_or("0"))}}}});
  }

  // The server itself ends what takes longer than the deadline of the connection, so that of a
  // commit is the whole watch's.
  [[nodiscard]] model::Result<ports::Rows> ask(Connection& connection, const char* text,
                                               const ports::Deadline& deadline) {
    if (!connection) {
      const auto& context = session_.context;
      auto opened = context.sql.connect(act::local_superuser(context), deadline);
      if (!opened) return std::unexpected(opened.error());
      connection = std::move(*opened);
    }
    auto answer = connection->run({.text = text, .parameters = {}}, deadline);
    if (!answer) connection.reset();
    return answer;
  }

  [[nodiscard]] bool holds_vip() const {
    const auto& context = session_.context;
    return !context.addresses.device_with(context.cluster.vip).empty();
  }

  void tell(const nlohmann::json& sample) {
    const std::lock_guard lock(mutex_);
    session_.progress(sample);
    ++samples_;
  }

  const Session& session_;
  std::mutex mutex_;
  std::int64_t samples_ = 0;
};

}  // namespace

model::Result<nlohmann::json> watch(const Request& /*request*/, const Session& session) {
  return nlohmann::json{{"samples", Watch(session).run()}};
}

}  // namespace pgmahout::agent
