#pragma once

#include <filesystem>
#include <string>

namespace pgmahout::inventory {

/// The path with a leading "~/" replaced by the home directory of the user who runs this.
[[nodiscard]] std::filesystem::path expand_home(const std::string& path);

}  // namespace pgmahout::inventory
