#pragma once

#include "model/node_state.hpp"
#include "ports/sql.hpp"

namespace pgmahout::observe {

/// Asks one running server about itself, in one statement.
[[nodiscard]] model::Result<model::ServerState> ask_server(ports::Sql& sql,
                                                           const ports::SqlTarget& target,
                                                           const ports::Deadline& deadline);

/// The same over a connection that is open already.
[[nodiscard]] model::Result<model::ServerState> ask_server(ports::SqlSession& session,
                                                           const ports::Deadline& deadline);

/// What the answer's one row means; an error of kind internal when a column is not what
/// PostgreSQL documents.
[[nodiscard]] model::Result<model::ServerState> parse_server_state(const ports::Rows& rows);

}  // namespace pgmahout::observe
