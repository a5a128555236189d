#include "ports/postgres/libpq_sql.hpp"

#include "ports/postgres/connection.hpp"

namespace pgmahout::ports::postgres {

model::Result<std::vector<Rows>> LibpqSql::run(const SqlTarget& target,
                                               std::span<const Query> queries,
                                               const Deadline& deadline) {
  auto connection = Connection::open(target, deadline);
  if (!connection) return std::unexpected(connection.error());
  std::vector<Rows> all;
  for (const auto& query : queries) {
    auto rows = connection->run(query, deadline);
    if (!rows) return std::unexpected(rows.error());
    all.push_back(std::move(*rows));
  }
  return all;
}

}  // namespace pgmahout::ports::postgres
