#pragma once

#include <nlohmann/json.hpp>

#include "model/node_evidence.hpp"

namespace pgmahout::observe {

/// What a node knows, as its agent sends it.
[[nodiscard]] nlohmann::json evidence_to_json(const model::NodeEvidence& evidence);

/// Reads what evidence_to_json() wrote. An error of kind failed when a field is missing or of
/// another type: then the agent on that node is of another version.
[[nodiscard]] model::Result<model::NodeEvidence> evidence_from_json(const nlohmann::json& document);

}  // namespace pgmahout::observe
