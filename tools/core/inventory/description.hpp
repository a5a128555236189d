#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

#include "model/cluster.hpp"
#include "model/error.hpp"

namespace pgmahout::inventory {

/// The nodes' own description of their cluster, /etc/pgmahout/cluster.json. It holds no secret:
/// what runs on a node reads passwords from the password files there.
[[nodiscard]] nlohmann::json to_json(const model::Cluster& cluster);

/// The cluster that to_json() described; secrets are empty. Errors: invalid.
[[nodiscard]] model::Result<model::Cluster> from_json(const nlohmann::json& json);

/// Reads such a file. Errors: invalid, with the file's name.
[[nodiscard]] model::Result<model::Cluster> load_description(const std::filesystem::path& path);

}  // namespace pgmahout::inventory
