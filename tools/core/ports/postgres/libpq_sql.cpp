#include "ports/postgres/libpq_sql.hpp"

#include "ports/postgres/connection.hpp"

namespace pgmahout::ports::postgres {

model::Result<std::unique_ptr<SqlSession>> LibpqSql::connect(const SqlTarget& target,
                                                             const Deadline& deadline) {
  auto connection = Connection::open(target, deadline);
  if (!connection) return std::unexpected(connection.error());
  return std::make_unique<Connection>(std::move(*connection));
}

}  // namespace pgmahout::ports::postgres
