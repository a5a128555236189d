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

/// Whether nothing came from that host: no answer, or the own kernel says that it is out of reach,
/// as when nobody answers its ARP requests.
[[nodiscard]] bool is_out_of_reach(const model::Error& error);

/// Whether the host says that nobody listens there: the server does not run.
[[nodiscard]] bool is_refused(const model::Error& error);

}  // namespace pgmahout::observe
