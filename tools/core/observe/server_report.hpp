#pragma once

#include "model/node_report.hpp"
#include "ports/sql.hpp"

namespace pgmahout::observe {

/// Asks one running server about itself, those that follow it and what it keeps for them, over one
/// connection.
[[nodiscard]] model::Result<model::ServerReport> ask_server_report(ports::Sql& sql,
                                                                   const ports::SqlTarget& target,
                                                                   const ports::Deadline& deadline);

}  // namespace pgmahout::observe
