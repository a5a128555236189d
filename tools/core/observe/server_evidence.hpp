#pragma once

#include "model/node_evidence.hpp"
#include "ports/sql.hpp"

namespace pgmahout::observe {

/// Asks a running server what explains how it is.
[[nodiscard]] model::Result<model::ServerEvidence> ask_server_evidence(
    ports::Sql& sql, const ports::SqlTarget& target, const ports::Deadline& deadline);

}  // namespace pgmahout::observe
