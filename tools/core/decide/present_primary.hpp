#pragma once

#include "model/node_state.hpp"
#include "model/replication.hpp"

namespace pgmahout::decide {

/// Whether enough standbys for a confirmed commit are still told to follow this primary. No
/// failover that could prove that nothing is lost has replaced it then: such a one has told so many
/// standbys to follow nobody before it promoted that too few are left (R + W > N). Whoever is on a
/// newer timeline was promoted by hand, and never had what clients were told of since. False where
/// confirmations prove nothing.
[[nodiscard]] bool keeps_its_standbys(const model::NodeState& primary,
                                      const model::Observation& observation,
                                      const model::Replication& replication);

/// Whether so many standbys as confirm a commit are told to follow somebody else and went on past
/// the place where this node's timeline begins: clients may have been told of what it does not
/// have. It was promoted by hand, for a failover that could prove that nothing is lost leaves too
/// few of them. False where confirmations prove nothing.
[[nodiscard]] bool lacks_what_was_confirmed(const model::NodeState& node,
                                            const model::Observation& observation,
                                            const model::Replication& replication);

/// Whether another node that answers is on a newer timeline that this node's does not lead to, and
/// confirmations prove nothing that would speak against it: whoever is on that one is the cluster.
[[nodiscard]] bool is_left_behind(const model::NodeState& node,
                                  const model::Observation& observation,
                                  const model::Replication& replication);

/// Whether this node accepts writes and is nobody's old primary: no other node that answers is on
/// a newer timeline that its own does not lead to, or that one has lost against the standbys that
/// this node keeps; nobody on an older one, or on another of the same number, keeps its standbys
/// while this node does not; and it lacks nothing that was confirmed, or has as many confirmers
/// itself.
[[nodiscard]] bool is_present_primary(const model::NodeState& node,
                                      const model::Observation& observation,
                                      const model::Replication& replication);

/// The present primary when it is another than the lost node, or null.
[[nodiscard]] const model::NodeState* present_primary(const model::Observation& observation,
                                                      const model::Replication& replication,
                                                      int lost_id = -1);

}  // namespace pgmahout::decide
