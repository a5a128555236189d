#pragma once

#include <string>

#include "model/cluster_history.hpp"

namespace pgmahout::report {

/// For programs; docs/schemas/history.json is its schema. Ends with a newline.
[[nodiscard]] std::string history_json(const model::ClusterHistory& history);

}  // namespace pgmahout::report
