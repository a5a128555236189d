#include "ports/postgres/libpq_login.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <memory>

namespace pgmahout::ports::postgres {

namespace {

struct Finish {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Session = std::unique_ptr<PGconn, Finish>;

// No passfile: a password that is found there would hide that the given one is wrong.
Session start(const SqlTarget& target, bool physical_replication) {
  const std::string port = std::to_string(target.port);
  const std::array<const char*, 9> names{"host",     "port",        "user",
                                         "dbname",   "password",    "application_name",
                                         "passfile", "replication", nullptr};
  const std::array<const char*, 9> values{target.host.c_str(),
                                          port.c_str(),
                                          target.user.c_str(),
                                          target.database.c_str(),
                                          target.password.reveal().c_str(),
                                          "pgmahout",
                                          "/dev/null",
                                          physical_replication ? "true" : "false",
                                          nullptr};
  return Session(PQconnectStartParams(names.data(), values.data(), 0));
}

std::string failure_of(const PGconn* connection) {
  std::string text = PQerrorMessage(connection);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  std::ranges::replace(text, '\n', ' ');
  return text;
}

// Polls until it is decided; false when the deadline was first.
bool decided(PGconn* connection, const Deadline& deadline) {
  PostgresPollingStatusType status = PGRES_POLLING_WRITING;
  while (status != PGRES_POLLING_OK && status != PGRES_POLLING_FAILED) {
    if (PQstatus(connection) == CONNECTION_BAD) return true;
    if (deadline.over()) return false;
    const short events = status == PGRES_POLLING_WRITING ? POLLOUT : POLLIN;
    pollfd entry{.fd = PQsocket(connection), .events = events, .revents = 0};
    if (poll(&entry, 1, deadline.poll_timeout()) > 0) status = PQconnectPoll(connection);
  }
  return true;
}

}  // namespace

LoginAnswer LibpqLogin::attempt(const SqlTarget& target, bool physical_replication,
                                const Deadline& deadline) {
  const Session session = start(target, physical_replication);
  if (!session) return {.failure = "out of memory"};
  if (!decided(session.get(), deadline)) return {.failure = "no answer in time"};
  const bool asked = PQconnectionUsedPassword(session.get()) != 0;
  if (PQstatus(session.get()) == CONNECTION_OK)
    return {.accepted = true, .password_asked = asked, .failure = ""};
  return {.password_asked = asked, .failure = failure_of(session.get())};
}

}  // namespace pgmahout::ports::postgres
