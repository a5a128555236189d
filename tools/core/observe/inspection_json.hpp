#pragma once

#include <nlohmann/json.hpp>

#include "model/inspection.hpp"

namespace pgmahout::observe {

/// What a node says, as its agent sends it. It holds no secret.
[[nodiscard]] nlohmann::json node_to_json(const model::NodeInspection& state);

/// Reads what node_to_json() wrote. An error of kind failed when a field is missing or of another
/// type: then the agent on that node is of another version.
[[nodiscard]] model::Result<model::NodeInspection> node_from_json(const nlohmann::json& document);

/// The same for the facts alone.
[[nodiscard]] nlohmann::json facts_to_json(const model::Facts& facts);
[[nodiscard]] model::Result<model::Facts> facts_from_json(const nlohmann::json& document);

}  // namespace pgmahout::observe
