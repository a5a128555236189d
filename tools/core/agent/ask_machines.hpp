#pragma once

#include "model/cluster.hpp"
#include "model/preflight.hpp"
#include "ports/crew.hpp"
#include "ports/shell.hpp"

namespace pgmahout::agent {

/// Asks all machines at once over plain SSH, where nothing of ours need be installed, and this one
/// for its Ansible. Who has not answered by the deadline is silent.
[[nodiscard]] model::Preflight ask_machines(ports::Shell& shell, ports::Crew& crew,
                                            const model::Cluster& cluster,
                                            const ports::Deadline& deadline);

}  // namespace pgmahout::agent
