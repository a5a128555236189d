#pragma once

#include "agent/reach.hpp"
#include "model/node_evidence.hpp"
#include "ports/crew.hpp"

namespace pgmahout::agent {

/// Asks every node at once what explains how it is; `files`: its configuration, too. One that does
/// not answer costs no more than the deadline.
[[nodiscard]] model::Evidences ask_evidence(const Reach& reach, ports::Crew& crew,
                                            const model::Cluster& cluster, bool files,
                                            const ports::Deadline& deadline);

}  // namespace pgmahout::agent
