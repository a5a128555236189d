#include <algorithm>
#include <array>
#include <stdexcept>
#include <unordered_map>

#include "session.hpp"

// The statements that our code sends, and what PostgreSQL 15 does about them. One that is not known
// here ends the run: a question that nobody answers would look like a silent server.

namespace pgmahout::simulate {

namespace {

using model::ErrorKind;
using ports::Row;
using ports::Rows;

std::string array_item(std::string_view& text) {
  const auto end = text.find_first_of(",}");
  std::string item(text.substr(0, end));
  text.remove_prefix(end + 1);
  return item;
}

std::set<std::string> array_of(std::string_view text) {
  std::set<std::string> items;
  text.remove_prefix(1);
  while (!text.empty())
    if (auto item = array_item(text); !item.empty()) items.insert(std::move(item));
  return items;
}

/// What a statement is known by, and what comes back.
struct Statement {
  std::string_view part;
  model::Result<Rows> (*answer)(Session& session, const ports::Query& query);
};

Rows one(std::optional<std::string> cell) { return {.columns = {}, .rows = {{std::move(cell)}}}; }

std::string parameter(const ports::Query& query, std::size_t index) {
  return query.parameters.at(index).value_or("");
}

model::Result<Rows> not_in_recovery(const Session& session) {
  return sql_error(ErrorKind::failed, "recovery is not in progress", session.name());
}

model::Result<Rows> try_lock(Session& session, const ports::Query& /*query*/) {
  auto& holder = session.server().lock;
  const bool free = holder == 0 || holder == session.id();
  if (free) holder = session.id();
  return one(flag(free));
}

model::Result<Rows> resume_replay(Session& session, const ports::Query& /*query*/) {
  auto& self = session.server();
  if (self.promoting)
    return sql_error(ErrorKind::failed, "standby promotion is ongoing", session.name());
  if (self.phase != Phase::recovery) return not_in_recovery(session);
  self.held.reset();
  return one("");
}

// In recovery, and since when it runs.
model::Result<Rows> recovery_and_start(Session& session, const ports::Query& /*query*/) {
  const auto& self = session.server();
  return Rows{.columns = {},
              .rows = {{flag(self.phase == Phase::recovery), std::to_string(self.incarnation)}}};
}

model::Result<Rows> promote(Session& session, const ports::Query& query) {
  if (session.server().phase != Phase::recovery) return not_in_recovery(session);
  session.server().promote();
  return recovery_and_start(session, query);
}

model::Result<Rows> drop_slots(Session& session, const ports::Query& query) {
  auto& slots = session.server().slots;
  const bool only_while_it_receives =
      query.text.contains("EXISTS (SELECT FROM pg_stat_wal_receiver");
  if (only_while_it_receives && session.server().source() < 0) return Rows{};
  if (query.text.contains("= $1"))
    slots.erase(parameter(query, 0));
  else
    for (const auto& slot : array_of(parameter(query, 0))) slots.erase(slot);
  return Rows{};
}

model::Result<Rows> make_slots(Session& session, const ports::Query& query) {
  for (const auto& slot : array_of(parameter(query, 0))) session.server().slots.insert(slot);
  return Rows{};
}

model::Result<Rows> is_streaming(Session& session, const ports::Query& query) {
  Rows rows = session.senders({"name"});
  std::erase_if(rows.rows, [&](const Row& row) { return row.front() != parameter(query, 0); });
  return rows;
}

// The first that the statement contains.
constexpr std::array kStatements{
    Statement{"pg_control_recovery",
              [](Session& session, const ports::Query&) -> model::Result<Rows> {
                return Rows{.columns = {}, .rows = {session.state()}};
              }},
    Statement{"pg_try_advisory_lock", try_lock},
    Statement{"ALTER SYSTEM",
              [](Session& session, const ports::Query& query) -> model::Result<Rows> {
                return session.alter(query.text);
              }},
    // Whether the control file knows the timeline that is written.
    Statement{"SELECT timeline_id =",
              [](Session& session, const ports::Query&) -> model::Result<Rows> {
                const auto& self = session.server();
                return one(flag(self.control.checkpoint.timeline == self.branch->number()));
              }},
    // Only that its next ALTER SYSTEM may name it.
    Statement{"SET pgmahout.",
              [](Session&, const ports::Query&) -> model::Result<Rows> { return Rows{}; }},
    Statement{"pg_reload_conf",
              [](Session& session, const ports::Query&) -> model::Result<Rows> {
                session.server().reload();
                return one("t");
              }},
    Statement{"pg_wal_replay_resume", resume_replay},
    Statement{"FROM pg_stat_wal_receiver) = 0",
              [](Session& session, const ports::Query&) -> model::Result<Rows> {
                const auto& self = session.server();
                return Rows{.columns = {},
                            .rows = {{flag(self.source() < 0),
                                      flag(self.received && *self.received >= self.replayed()),
                                      to_string(self.replayed())}}};
              }},
    Statement{"pg_promote", promote},
    Statement{"pg_postmaster_start_time", recovery_and_start},
    Statement{"CHECKPOINT",
              [](Session& session, const ports::Query&) -> model::Result<Rows> {
                session.server().checkpoint();
                return Rows{};
              }},
    Statement{"SHOW synchronous_standby_names",
              [](Session& session, const ports::Query&) -> model::Result<Rows> {
                return one(session.server().live().names);
              }},
    Statement{"reply_time::text",
              [](Session& session, const ports::Query&) -> model::Result<Rows> {
                return session.senders({"name", "reply_time"});
              }},
    Statement{"SELECT application_name FROM pg_stat_replication",
              [](Session& session, const ports::Query&) -> model::Result<Rows> {
                return session.senders({"name"});
              }},
    Statement{"SELECT 1 FROM pg_stat_replication", is_streaming},
    Statement{"SELECT 1",
              [](Session&, const ports::Query&) -> model::Result<Rows> { return one("1"); }},
    Statement{"pg_drop_replication_slot", drop_slots},
    Statement{"pg_create_physical_replication_slot", make_slots},
    // No slot is short of WAL here.
    Statement{"min(substr(name, 9)) FROM pg_ls_waldir()",
              [](Session&, const ports::Query&) -> model::Result<Rows> {
                return one("000000010000000000000001");
              }},
    Statement{"name = 'primary_conninfo'",
              [](Session& session, const ports::Query&) -> model::Result<Rows> {
                return one(session.conninfo());
              }},
};

// A good hash of a long statement costs more than its answer, and their lengths differ.
struct ByLength {
  std::size_t operator()(const std::string& text) const { return text.size(); }
};

// Looking through a long statement takes longer than what it is answered by.
const Statement& statement_of(const std::string& text) {
  static std::unordered_map<std::string, const Statement*, ByLength> known;
  auto& statement = known[text];
  if (statement == nullptr) {
    const auto found = std::ranges::find_if(
        kStatements, [&](const Statement& each) { return text.contains(each.part); });
    if (found == kStatements.end())
      throw std::logic_error("nobody knows what PostgreSQL says to: " + text);
    statement = &*found;
  }
  return *statement;
}

}  // namespace

model::Result<Rows> Session::answer(const ports::Query& query) {
  return statement_of(query.text).answer(*this, query);
}

}  // namespace pgmahout::simulate
