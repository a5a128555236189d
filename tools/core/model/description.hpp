#pragma once

#include <nlohmann/json.hpp>

#include "model/cluster.hpp"
#include "model/error.hpp"

namespace pgmahout::model {

/// The nodes' own description of their cluster, /etc/pgmahout/cluster.json. It holds no secret:
/// what runs on a node reads passwords from the password files there.
[[nodiscard]] nlohmann::json to_json(const Cluster& cluster);

/// The cluster that to_json() described; secrets are empty. Errors: invalid.
[[nodiscard]] Result<Cluster> from_json(const nlohmann::json& json);

}  // namespace pgmahout::model
