#pragma once

#include <filesystem>

#include "model/cluster.hpp"
#include "model/error.hpp"

namespace pgmahout::inventory {

/// Reads a node's own description of its cluster (model/description.hpp), which stands there in
/// place of the inventory. Errors: invalid, with the file's name.
[[nodiscard]] model::Result<model::Cluster> load_description(const std::filesystem::path& path);

}  // namespace pgmahout::inventory
