#pragma once

#include <nlohmann/json.hpp>

#include "model/cluster_history.hpp"

namespace pgmahout::observe {

/// Reads what the agent's operation "history" answers (agent/operations/operations.hpp). An error
/// of kind failed when a field is missing or of another type: then the agent there is of another
/// version. A line of its journal or a file that is not understood is none: it is counted.
[[nodiscard]] model::Result<model::NodeHistory> history_from_json(const nlohmann::json& answer,
                                                                  const std::string& node);

}  // namespace pgmahout::observe
