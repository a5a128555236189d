#pragma once

#include "agent/reach.hpp"
#include "model/node_report.hpp"
#include "ports/crew.hpp"

namespace pgmahout::agent {

/// Asks every node at once how it is. A host that nothing comes from costs a second, and one that
/// answers slowly no more than the deadline; the answers of the others stay.
[[nodiscard]] model::Reports ask_status(const Reach& reach, ports::Crew& crew,
                                        const model::Cluster& cluster,
                                        const ports::Deadline& deadline);

}  // namespace pgmahout::agent
