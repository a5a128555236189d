#pragma once

#include "ports/sql.hpp"

namespace pgmahout::ports::postgres {

/// Sql by libpq's asynchronous calls, so that neither connecting nor waiting for an answer
/// outlives the deadline.
class LibpqSql : public Sql {
 public:
  [[nodiscard]] model::Result<std::unique_ptr<SqlSession>> connect(
      const SqlTarget& target, const Deadline& deadline) override;
};

}  // namespace pgmahout::ports::postgres
