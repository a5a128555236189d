#include "session.hpp"

#include <fmt/format.h>

#include "model/heard.hpp"

namespace pgmahout::simulate {

using model::ErrorKind;
using ports::Row;
using ports::Rows;

namespace {

constexpr Time kQuickAnswer{300};
constexpr Time kSlow{6000};

// What stands in single quotes at the end of ALTER SYSTEM SET x = '...'.
std::string literal_of(const std::string& text) {
  const auto open = text.find('\'');
  std::string value;
  for (std::size_t at = open + 1; at + 1 < text.size(); ++at) {
    value += text[at];
    if (text[at] == '\'') ++at;
  }
  return value;
}

}  // namespace

std::unexpected<model::Error> sql_error(ErrorKind kind, std::string what, const std::string& node) {
  return std::unexpected(model::Error{.kind = kind, .what = std::move(what), .node = node});
}

model::Result<Rows> Session::run(const ports::Query& query, const ports::Deadline& deadline) {
  owner_.spend(kQuickAnswer, kSlow);
  if (auto here = reach(deadline); !here) return std::unexpected(here.error());
  auto rows = answer(query);
  owner_.spend(kQuickAnswer, kQuickAnswer);
  if (auto back = reach(deadline); !back) return std::unexpected(back.error());
  return rows;
}

// Whether question and answer get through; who waits for nothing waits as long as it may.
model::Result<void> Session::reach(const ports::Deadline& deadline) {
  while (true) {
    const bool there = owner_.world.is_up(node_) && owner_.world.both_ways(owner_.host, node_);
    if (there && (server().incarnation != incarnation_ || server().resets != resets_))
      return sql_error(ErrorKind::no_answer, "the server closed the connection", name());
    if (there && !server().hung) return {};
    if (deadline.over())
      return sql_error(ErrorKind::no_answer, "PostgreSQL did not answer", name());
    owner_.spend(Time{50'000}, Time{50'000});
  }
}

// A machine without power closes nothing: the server finds out by keepalives.
void Session::close() const {
  constexpr Time kKeepalives{11'000'000};
  auto& server = this->server();
  if (server.lock != id_) return;
  const auto release = [&server, id = id_] {
    if (server.lock == id) server.lock = 0;
  };
  if (owner_.world.is_up(owner_.host))
    release();
  else
    owner_.world.scheduler.after(kKeepalives, release);
}

Row Session::state() const {
  const auto& self = server();
  const bool standby = self.phase == Phase::recovery;
  const auto& source = self.source();
  const auto& clock = owner_.world.hosts.at(static_cast<std::size_t>(node_)).clock;
  const auto heard = self.heard();
  const auto now = owner_.world.now();
  const std::string end = to_string(self.end);
  const auto text = [](bool there, std::string value) {
    return there ? std::optional(std::move(value)) : std::nullopt;
  };
  return {
      flag(standby),
      to_string(self.control.system_identifier),
      std::to_string(self.branch->number().number),
      self.branch->history(),
      text(!standby, end),
      text(standby && self.received.has_value(), to_string(self.received.value_or(model::Lsn{}))),
      text(standby, to_string(self.replayed())),
      flag(standby && self.live().follows < 0),
      flag(self.promoting),
      flag(source >= 0),
      text(heard.has_value(),
           std::to_string((clock.at(now) - clock.at(heard.value_or(now))).count() / 1000)),
      text(source >= 0, source < 0 ? "" : owner_.world.address_of(source)),
      text(source >= 0, "5432"),
      heard_note(),
      fmt::format("{:.2f} 0",
                  static_cast<double>((now - owner_.world.booted(node_)).count()) / 1e6),
      text(standby && self.live().follows >= 0,
           self.live().follows < 0 ? "" : owner_.world.address_of(self.live().follows)),
      text(standby && self.live().follows < 0, self.live().followed),
      flag(self.branch->number().number == 1 ||
           self.live().promoted == std::to_string(self.branch->number().number)),
      flag(self.lock != 0)};
}

Rows Session::senders(const std::vector<std::string>& columns) const {
  Rows rows;
  for (const auto& [standby, replied] : server().streaming()) {
    const auto& clock = owner_.world.hosts.at(static_cast<std::size_t>(standby)).clock;
    Row row;
    for (const auto& column : columns)
      row.emplace_back(column == "reply_time"
                           ? std::to_string(clock.at(replied).count())
                           : owner_.world.cluster.nodes.at(static_cast<std::size_t>(standby)).name);
    rows.rows.push_back(std::move(row));
  }
  return rows;
}

// What the world of this test does not have is accepted and forgotten.
// ALTER SYSTEM writes the whole file anew.
model::Result<Rows> Session::alter(const std::string& text) const {
  if (owner_.world.hosts.at(static_cast<std::size_t>(node_)).data_full)
    return sql_error(ErrorKind::failed, "could not write to file: No space left on device", name());
  auto& file = server().file;
  if (text.contains("SET synchronous_standby_names")) file.names = literal_of(text);
  if (text.contains("SET pgmahout.followed")) file.followed = literal_of(text);
  if (text.contains("SET pgmahout.promoted")) file.promoted = literal_of(text);
  if (text.contains("SET primary_slot_name")) file.uses_slot = !literal_of(text).empty();
  if (text.contains("SET primary_conninfo")) {
    const auto conninfo = literal_of(text);
    const auto host = conninfo.find("host='");
    file.follows = host == std::string::npos
                       ? -1
                       : owner_.world.at_address(
                             conninfo.substr(host + 6, conninfo.find('\'', host + 6) - host - 6));
  }
  if (text.contains("RESET primary_conninfo")) file.follows = -1;
  return Rows{};
}

std::string Session::heard_note() const {
  const auto& notes = owner_.world.hosts.at(static_cast<std::size_t>(node_)).notes;
  const auto found = notes.find(model::kHeardRecord);
  return found == notes.end() ? "" : found->second;
}

std::string Session::conninfo() const {
  const int follows = server().live().follows;
  return follows < 0 ? "" : "host='" + owner_.world.address_of(follows) + "'";
}

model::Result<std::unique_ptr<ports::SqlSession>> Ports::Sql::connect(
    const ports::SqlTarget& target, const ports::Deadline& deadline) {
  auto& world = owner_.world;
  const int node = target.host.starts_with('/') ? owner_.host : world.at_address(target.host);
  const auto& server = *world.servers.at(static_cast<std::size_t>(node));
  owner_.spend(kQuickAnswer, kSlow);
  const std::string silent = "PostgreSQL did not answer";
  if (const auto there = owner_.get_through(node, deadline, silent); !there)
    return sql_error(there.error().kind, there.error().what, target.node);
  while (server.hung) {
    if (deadline.over()) return sql_error(ErrorKind::no_answer, silent, target.node);
    owner_.spend(Time{50'000}, Time{50'000});
  }
  if (!server.runs())
    return sql_error(ErrorKind::failed, "connection to server failed: Connection refused",
                     target.node);
  if (!server.answers())
    return sql_error(ErrorKind::failed,
                     server.phase == Phase::starting ? "the database system is starting up"
                                                     : "the database system is shutting down",
                     target.node);
  return std::make_unique<Session>(owner_, node);
}

}  // namespace pgmahout::simulate
