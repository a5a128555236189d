#include "ports/sql.hpp"

namespace pgmahout::ports {

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
