#include "ports/sql.hpp"

namespace pgmahout::ports {

model::Result<std::vector<Rows>> Sql::run(const SqlTarget& target, std::span<const Query> queries,
                                          const Deadline& deadline) {
  const auto session = connect(target, deadline);
  if (!session) return std::unexpected(session.error());
  std::vector<Rows> all;
  for (const auto& query : queries) {
    auto rows = (*session)->run(query, deadline);
    if (!rows) return std::unexpected(rows.error());
    all.push_back(std::move(*rows));
  }
  return all;
}

model::Result<Rows> query(Sql& sql, const SqlTarget& target, const Query& query,
                          const Deadline& deadline) {
  auto all = sql.run(target, std::span(&query, 1), deadline);
  if (!all) return std::unexpected(all.error());
  return std::move(all->front());
}

// Backslashes are ordinary within '...' as long as standard_conforming_strings is on, which we do
// not rely on: with E'...' they are doubled.
std::string sql_literal(const std::string& text) {
  const bool escape = text.find('\\') != std::string::npos;
  std::string literal = escape ? "E'" : "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') literal += c;
    literal += c;
  }
  return literal + "'";
}

}  // namespace pgmahout::ports
