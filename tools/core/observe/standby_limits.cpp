#include "observe/standby_limits.hpp"

#include <charconv>
#include <map>

namespace pgmahout::observe {

namespace {

// The last line of the files counts; a parameter that no file names keeps its default.
constexpr const char* kAfterRestart = R"(
  SELECT s.name, coalesce(f.setting, s.boot_val)
    FROM pg_settings s LEFT JOIN
         (SELECT DISTINCT ON (name) name, setting FROM pg_file_settings
           ORDER BY name, seqno DESC) f ON f.name = s.name
   WHERE s.name IN ('max_connections', 'max_worker_processes', 'max_wal_senders',
                    'max_prepared_transactions', 'max_locks_per_transaction'))";
constexpr const char* kNow = "SELECT name, setting FROM pg_settings";

using Limits = std::map<std::string, std::string>;

model::Result<Limits> ask(ports::Sql& sql, const ports::SqlTarget& target, const char* question,
                          const ports::Deadline& deadline) {
  const auto rows = ports::query(sql, target, {.text = question, .parameters = {}}, deadline);
  if (!rows) return std::unexpected(rows.error());
  Limits limits;
  for (const auto& row : rows->rows) limits[row.at(0).value_or("")] = row.at(1).value_or("");
  return limits;
}

// What is no plain number is left to the server to judge.
bool is_less(const std::string& left, const std::string& right) {
  const auto number = [](const std::string& text) {
    std::int64_t value = -1;
    (void)std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  };
  return number(left) >= 0 && number(left) < number(right);
}

}  // namespace

model::Result<std::vector<std::string>> lower_than_the_primarys(ports::Sql& sql,
                                                                const ports::SqlTarget& standby,
                                                                const ports::SqlTarget& primary,
                                                                const ports::Deadline& deadline) {
  const auto wanted = ask(sql, standby, kAfterRestart, deadline);
  if (!wanted) return std::unexpected(wanted.error());
  const auto needed = ask(sql, primary, kNow, deadline);
  if (!needed) return std::unexpected(needed.error());
  std::vector<std::string> lower;
  for (const auto& [name, value] : *wanted) {
    const auto found = needed->find(name);
    if (found != needed->end() && is_less(value, found->second))
      lower.push_back(name + " would be " + value + ", and the primary has " + found->second);
  }
  return lower;
}

}  // namespace pgmahout::observe
