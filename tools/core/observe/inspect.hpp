#pragma once

#include "observe/inspect_request.hpp"
#include "ports/login.hpp"
#include "ports/shell.hpp"
#include "ports/sql.hpp"

namespace pgmahout::observe {

/// The ways to the world that an inspection needs. Two threads use them at once.
struct InspectPorts {
  ports::Shell& shell;
  ports::Sql& sql;
  ports::Login& login;
};

/// Runs on the node as OS user postgres: asks everything there that the request wants to know,
/// changes nothing. A part that cannot be asked holds the reason, so there is always an answer.
[[nodiscard]] model::NodeInspection inspect(const InspectRequest& request,
                                            const InspectPorts& ports,
                                            const ports::Deadline& deadline);

}  // namespace pgmahout::observe
