#include <charconv>

#include "observe/inspect_parts.hpp"
#include "observe/sql_values.hpp"

namespace pgmahout::observe {

namespace {

using model::PgpoolState;
using ports::Rows;

int to_int(const std::string& text) {
  int value = -1;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string lower(std::string text) {
  for (char& letter : text)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  return text;
}

void read_parameters(const Rows& rows, PgpoolState& state) {
  for (const ports::Row& row : rows.rows)
    state.parameters[lower(cell(rows, row, "item"))] = cell(rows, row, "value");
}

void read_backends(const Rows& rows, PgpoolState& state) {
  for (const ports::Row& row : rows.rows)
    state.backends.push_back({.id = to_int(cell(rows, row, "node_id")),
                              .host = cell(rows, row, "hostname"),
                              .status = cell(rows, row, "status"),
                              .role = cell(rows, row, "role"),
                              .live_status = cell(rows, row, "pg_status"),
                              .live_role = cell(rows, row, "pg_role"),
                              .replication_state = cell(rows, row, "replication_state")});
}

// "4.3.5 (tamahomeboshi)"
std::string read_version(const Rows& rows) {
  if (rows.rows.empty() || rows.rows.front().empty()) return {};
  const std::string text = rows.rows.front().front().value_or("");
  return text.substr(0, text.find(' '));
}

}  // namespace

model::Result<PgpoolState> inspect_pgpool(const InspectRequest& request, ports::Sql& sql,
                                          const ports::Deadline& deadline) {
  const ports::SqlTarget target{.node = request.node,
                                .host = request.address,
                                .port = request.pgpool_port,
                                .user = request.pgpool_user,
                                .passfile = "/dev/null",
                                .password = request.pgpool_password};
  const std::vector<ports::Query> queries{{.text = "SHOW POOL_VERSION", .parameters = {}},
                                          {.text = "PGPOOL SHOW ALL", .parameters = {}},
                                          {.text = "SHOW POOL_NODES", .parameters = {}}};
  const auto answers = sql.run(target, queries, deadline);
  if (!answers) return std::unexpected(answers.error());
  PgpoolState state{.version = read_version(answers->at(0)), .parameters = {}, .backends = {}};
  read_parameters(answers->at(1), state);
  read_backends(answers->at(2), state);
  return state;
}

}  // namespace pgmahout::observe
