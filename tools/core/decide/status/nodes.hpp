#pragma once

#include "decide/status/evidence.hpp"

namespace pgmahout::decide {

/// One node of the table.
[[nodiscard]] model::NodeStatus node_status(const Evidence& evidence, const model::Node& node);

/// Whether both services that guard a node run there.
[[nodiscard]] bool is_guarded(const Evidence& evidence, const model::Node& node);

/// What the leading Pgpool-II believes, or null when nobody knows.
[[nodiscard]] const model::Beliefs* leading_beliefs(const Evidence& evidence);

}  // namespace pgmahout::decide
