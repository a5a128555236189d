#include "observe/drill_ledger.hpp"

#include <array>
#include <charconv>

#include "model/json.hpp"

namespace pgmahout::observe {

namespace {

// Without a key: a number that is there twice has to be seen, not refused. Without notices of what
// was not there before.
constexpr const char* kQuietly = "SET client_min_messages = warning";
constexpr const char* kDrop = "DROP SCHEMA IF EXISTS pgmahout_drill CASCADE";
constexpr const char* kMakeSchema = "CREATE SCHEMA pgmahout_drill";
constexpr const char* kMakeTable = "CREATE TABLE pgmahout_drill.ledger (id bigint NOT NULL)";
// Numbers that follow one another have the same distance from their rank.
constexpr const char* kRanges =
    "SELECT min(id)::text, max(id)::text FROM (SELECT id, id - row_number() OVER (ORDER BY id) "
    "AS island FROM (SELECT DISTINCT id FROM pgmahout_drill.ledger) AS numbers) AS islands "
    "GROUP BY island ORDER BY min(id)";
constexpr const char* kDoubled =
    "SELECT id::text FROM pgmahout_drill.ledger GROUP BY id HAVING count(*) > 1 ORDER BY id";

model::Error not_read(const std::string& what) {
  return {.what = "the drill's ledger is not understood: " + what,
          .hint = "is the same version of pgmahout installed on every node?"};
}

std::int64_t number_in(const std::optional<std::string>& cell) {
  std::int64_t number = 0;
  if (cell) std::from_chars(cell->data(), cell->data() + cell->size(), number);
  return number;
}

}  // namespace

model::Result<void> make_ledger(ports::Sql& sql, const ports::SqlTarget& target,
                                const ports::Deadline& deadline) {
  const std::array<ports::Query, 4> statements{
      {{kQuietly, {}}, {kDrop, {}}, {kMakeSchema, {}}, {kMakeTable, {}}}};
  const auto made = sql.run(target, statements, deadline);
  if (!made) return std::unexpected(made.error());
  return {};
}

model::Result<void> drop_ledger(ports::Sql& sql, const ports::SqlTarget& target,
                                const ports::Deadline& deadline) {
  const std::array<ports::Query, 2> statements{{{kQuietly, {}}, {kDrop, {}}}};
  const auto dropped = sql.run(target, statements, deadline);
  if (!dropped) return std::unexpected(dropped.error());
  return {};
}

// The number is all that is in it, and the simple protocol is what most clients' statements take.
std::string insert_number(std::int64_t number) {
  return "INSERT INTO pgmahout_drill.ledger (id) VALUES (" + std::to_string(number) + ")";
}

model::Result<model::LedgerRows> read_ledger(ports::Sql& sql, const ports::SqlTarget& target,
                                             const ports::Deadline& deadline) {
  const std::array<ports::Query, 2> statements{{{kRanges, {}}, {kDoubled, {}}}};
  const auto answers = sql.run(target, statements, deadline);
  if (!answers) return std::unexpected(answers.error());
  model::LedgerRows rows;
  for (const auto& row : answers->front().rows)
    rows.numbers.push_back({number_in(row.at(0)), number_in(row.at(1))});
  for (const auto& row : answers->back().rows) rows.doubled.push_back(number_in(row.at(0)));
  return rows;
}

nlohmann::json to_json(const model::LedgerRows& rows) {
  nlohmann::json numbers = nlohmann::json::array();
  for (const auto& range : rows.numbers)
    numbers.push_back(nlohmann::json::array({range.from, range.to}));
  return {{"numbers", numbers}, {"doubled", rows.doubled}};
}

model::Result<model::LedgerRows> ledger_from_json(const nlohmann::json& json) {
  try {
    model::LedgerRows rows;
    for (const auto& range : json.at("numbers"))
      rows.numbers.push_back({range.at(0).get<std::int64_t>(), range.at(1).get<std::int64_t>()});
    for (const auto& number : json.at("doubled"))
      rows.doubled.push_back(number.get<std::int64_t>());
    return rows;
  } catch (const nlohmann::json::exception& error) {
    return std::unexpected(not_read(error.what()));
  }
}

}  // namespace pgmahout::observe
