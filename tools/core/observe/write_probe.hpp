#pragma once

#include <cstdint>
#include <string>

#include "model/layout.hpp"
#include "model/secret.hpp"
#include "ports/sql.hpp"

namespace pgmahout::observe {

/// Writes one transaction through that address (the virtual IP) and returns its full id. It holds
/// a logical message and nothing else, so it leaves no row, no table and no file behind.
[[nodiscard]] model::Result<std::string> write_through(ports::Sql& sql,
                                                       const ports::SqlTarget& target,
                                                       const ports::Deadline& deadline);

/// Whether that transaction is committed on this server: asked again and again until it is, or
/// the deadline is over. On a standby that means that its WAL was received and replayed.
[[nodiscard]] model::Result<bool> saw_transaction(ports::Sql& sql, const ports::SqlTarget& target,
                                                  const std::string& transaction,
                                                  const ports::Deadline& deadline);

}  // namespace pgmahout::observe
