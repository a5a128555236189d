#pragma once

#include <string>
#include <vector>

#include "decide/status/evidence.hpp"
#include "model/change.hpp"

// What must hold before a cluster is changed on purpose; each says what was seen instead.
namespace pgmahout::decide {

/// The node that has this name, which may be null, is there and says how it is.
[[nodiscard]] model::Precondition node_answers(const Evidence& evidence, const std::string& name,
                                               const model::Node* node);
/// So many stream without that one that commits go on being confirmed.
[[nodiscard]] model::Precondition commits_go_on_without(const Evidence& evidence,
                                                        const model::Node& node);
[[nodiscard]] model::Precondition every_node_answers(const Evidence& evidence);
[[nodiscard]] model::Precondition one_primary(const Evidence& evidence);
[[nodiscard]] model::Precondition others_stream(const Evidence& evidence);
[[nodiscard]] model::Precondition candidate_is_near(const Evidence& evidence,
                                                    const model::Node& candidate,
                                                    std::int64_t lag_bytes);
[[nodiscard]] model::Precondition nobody_is_fenced(const Evidence& evidence);
[[nodiscard]] model::Precondition all_are_guarded(const Evidence& evidence);
[[nodiscard]] model::Precondition leader_has_quorum(const Evidence& evidence);
[[nodiscard]] model::Precondition pgpool_agrees(const Evidence& evidence);
[[nodiscard]] model::Precondition not_paused(const Evidence& evidence);
[[nodiscard]] model::Precondition no_failover_at_work(const Evidence& evidence);

}  // namespace pgmahout::decide
