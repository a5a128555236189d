#pragma once

#include <string>
#include <vector>

#include "ports/sql.hpp"

namespace pgmahout::observe {

/// What a standby would run with after a restart that is less than its primary has,
/// "max_connections would be 100, and the primary has 200": of these parameters a hot standby needs
/// as much, and does not start with less (CheckRequiredParameterValues in xlogrecovery.c; "Hot
/// Standby" in the manual).
[[nodiscard]] model::Result<std::vector<std::string>> lower_than_the_primarys(
    ports::Sql& sql, const ports::SqlTarget& standby, const ports::SqlTarget& primary,
    const ports::Deadline& deadline);

}  // namespace pgmahout::observe
