#include "ports/postgres/connection.hpp"

#include <poll.h>

#include <array>
#include <cstdio>
#include <string>
#include <string_view>

namespace pgmahout::ports::postgres {

namespace {

struct FreeResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PgResult = std::unique_ptr<PGresult, FreeResult>;

std::string trimmed(const char* text) {
  std::string message = text == nullptr ? "" : text;
  while (!message.empty() && (message.back() == '\n' || message.back() == ' ')) message.pop_back();
  for (char& c : message)
    if (c == '\n') c = ' ';
  return message;
}

// The server gives up by itself as well: a statement whose client has gone must not go on.
std::string server_options(const Deadline& deadline) {
  return "-c statement_timeout=" + std::to_string(deadline.remaining().count() + 1);
}

using Setting = std::pair<const char*, std::string>;

std::vector<Setting> settings_of(const SqlTarget& target, const Deadline& deadline) {
  std::vector<Setting> settings{{"host", target.host},
                                {"port", std::to_string(target.port)},
                                {"user", target.user},
                                {"dbname", target.database},
                                {"application_name", "pgmahout"},
                                {"options", server_options(deadline)},
                                {"keepalives_idle", "5"},
                                {"keepalives_interval", "2"},
                                {"keepalives_count", "3"},
                                {"tcp_user_timeout", "10000"}};
  if (!target.passfile.empty()) settings.emplace_back("passfile", target.passfile);
  if (!target.password.empty()) settings.emplace_back("password", target.password.reveal());
  return settings;
}

PGconn* start(const SqlTarget& target, const Deadline& deadline) {
  const auto settings = settings_of(target, deadline);
  std::vector<const char*> names;
  std::vector<const char*> values;
  for (const auto& [name, value] : settings) {
    names.push_back(name);
    values.push_back(value.c_str());
  }
  names.push_back(nullptr);
  values.push_back(nullptr);
  return PQconnectStartParams(names.data(), values.data(), 0);
}

std::optional<std::string> cell(const PGresult* result, int row, int column) {
  if (PQgetisnull(result, row, column) != 0) return std::nullopt;
  const auto length = static_cast<std::size_t>(PQgetlength(result, row, column));
  return std::string(PQgetvalue(result, row, column), length);
}

Rows rows_of(const PGresult* result) {
  Rows rows;
  const int columns = PQnfields(result);
  for (int column = 0; column < columns; ++column)
    rows.columns.emplace_back(PQfname(result, column));
  for (int row = 0; row < PQntuples(result); ++row) {
    Row& line = rows.rows.emplace_back();
    for (int column = 0; column < columns; ++column) line.push_back(cell(result, row, column));
  }
  return rows;
}

bool is_good(const PGresult* result) {
  const auto status = PQresultStatus(result);
  return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
}

}  // namespace

Connection::Connection(PGconn* connection, std::string node)
    : node_(std::move(node)), warnings_(std::make_unique<Warnings>()), pg_(connection) {
  PQsetNoticeReceiver(pg_.get(), hear, warnings_.get());
}

// To standard error as well, as libpq does by itself.
void Connection::hear(void* warnings, const PGresult* said) {
  const char* severity = PQresultErrorField(said, PG_DIAG_SEVERITY_NONLOCALIZED);
  if (severity != nullptr && std::string_view(severity) == "WARNING")
    static_cast<Warnings*>(warnings)->push_back(
        trimmed(PQresultErrorField(said, PG_DIAG_MESSAGE_PRIMARY)));
  (void)std::fputs(PQresultErrorMessage(said), stderr);
}

// A connection that broke after the statement was sent leaves open whether it took effect.
model::Error Connection::said_no(const std::string& command) const {
  const bool broke = opened_ && PQstatus(pg_.get()) == CONNECTION_BAD;
  return {.kind = broke ? model::ErrorKind::no_answer : model::ErrorKind::failed,
          .what = trimmed(PQerrorMessage(pg_.get())),
          .node = node_,
          .command = command};
}

model::Error Connection::silent(const std::string& command, const Deadline& deadline) const {
  const bool stopped = deadline.stopped();
  return {.kind = stopped ? model::ErrorKind::interrupted : model::ErrorKind::no_answer,
          .what = stopped ? "stopped while waiting for PostgreSQL"
                          : "PostgreSQL did not answer in time",
          .node = node_,
          .command = command};
}

void Connection::wait(short events, const Deadline& deadline) const {
  pollfd entry{.fd = PQsocket(pg_.get()), .events = events, .revents = 0};
  poll(&entry, 1, deadline.poll_timeout());
}

// The socket is asked for anew each time: libpq changes it when it goes from one address or
// encryption method to the next. Polling on only when it is ready is libpq's rule.
model::Result<void> Connection::finish_connecting(const Deadline& deadline) {
  PostgresPollingStatusType status = PGRES_POLLING_WRITING;
  while (true) {
    if (status == PGRES_POLLING_OK) return {};
    if (status == PGRES_POLLING_FAILED || PQstatus(pg_.get()) == CONNECTION_BAD)
      return std::unexpected(said_no("connect"));
    if (deadline.over()) return std::unexpected(silent("connect", deadline));
    const short events = status == PGRES_POLLING_WRITING ? POLLOUT : POLLIN;
    pollfd entry{.fd = PQsocket(pg_.get()), .events = events, .revents = 0};
    if (poll(&entry, 1, deadline.poll_timeout()) > 0) status = PQconnectPoll(pg_.get());
  }
}

model::Result<Connection> Connection::open(const SqlTarget& target, const Deadline& deadline) {
  Connection connection(start(target, deadline), target.node);
  if (auto done = connection.finish_connecting(deadline); !done)
    return std::unexpected(done.error());
  PQsetnonblocking(connection.pg_.get(), 1);
  connection.opened_ = true;
  return connection;
}

model::Result<void> Connection::flush(const Query& query, const Deadline& deadline) {
  while (true) {
    const int pending = PQflush(pg_.get());
    if (pending == 0) return {};
    if (pending < 0 || PQconsumeInput(pg_.get()) == 0) return std::unexpected(said_no(query.text));
    if (deadline.over()) return std::unexpected(silent(query.text, deadline));
    wait(POLLIN | POLLOUT, deadline);
  }
}

model::Result<Rows> Connection::collect(const Query& query, const Deadline& deadline) {
  Rows rows;
  std::optional<model::Error> failure;
  while (true) {
    while (PQisBusy(pg_.get()) != 0) {
      if (deadline.over()) return std::unexpected(silent(query.text, deadline));
      wait(POLLIN, deadline);
      if (PQconsumeInput(pg_.get()) == 0) return std::unexpected(said_no(query.text));
    }
    const PgResult result(PQgetResult(pg_.get()));
    if (!result) break;
    if (is_good(result.get()))
      rows = rows_of(result.get());
    else
      failure = said_no(query.text);
  }
  if (failure) return std::unexpected(*failure);
  rows.warnings = *warnings_;
  return rows;
}

model::Result<Rows> Connection::run(const Query& query, const Deadline& deadline) {
  warnings_->clear();
  std::vector<const char*> values;
  for (const auto& parameter : query.parameters)
    values.push_back(parameter ? parameter->c_str() : nullptr);
  // Pgpool-II answers its own commands (SHOW POOL_NODES) in the simple protocol only.
  const int sent = values.empty() ? PQsendQuery(pg_.get(), query.text.c_str())
                                  : PQsendQueryParams(pg_.get(), query.text.c_str(),
                                                      static_cast<int>(values.size()), nullptr,
                                                      values.data(), nullptr, nullptr, 0);
  if (sent == 0) return std::unexpected(said_no(query.text));
  if (auto done = flush(query, deadline); !done) return std::unexpected(done.error());
  return collect(query, deadline);
}

}  // namespace pgmahout::ports::postgres
