#pragma once

#include <nlohmann/json.hpp>

#include "model/node_report.hpp"

namespace pgmahout::observe {

/// How a node is, as its agent sends it. It holds no secret.
[[nodiscard]] nlohmann::json report_to_json(const model::NodeReport& report);

/// Reads what report_to_json() wrote. An error of kind failed when a field is missing or of another
/// type: then the agent on that node is of another version.
[[nodiscard]] model::Result<model::NodeReport> report_from_json(const nlohmann::json& document);

}  // namespace pgmahout::observe
