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

/// Whether the server itself turned us away, and not the network: it starts up or shuts down, and
/// in a moment it may answer. What a server says comes in its own language, so it is told from the
/// words of the network.
[[nodiscard]] bool turns_away(const model::Error& error);

}  // namespace pgmahout::observe
