#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "model/error.hpp"

namespace pgmahout::inventory {

/// No inventory that a person writes comes near it; it bounds time and memory for those who do not.
constexpr std::size_t kMaximumFileSize = std::size_t{4} * 1024 * 1024;

/// Directories within directories deeper than this are a link to themselves.
constexpr int kMaximumDirectoryDepth = 16;

/// The bytes of a regular file of at most kMaximumFileSize. A FIFO, device or directory is refused
/// without waiting for it. Errors: invalid.
[[nodiscard]] model::Result<std::string> read_file(const std::filesystem::path& path);

/// Checks that it is UTF-8 without NUL and other control characters that YAML forbids, and takes a
/// byte order mark away. Errors: invalid, with line and column of the first wrong byte.
[[nodiscard]] model::Result<std::string> checked_text(std::string text, const std::string& file);

}  // namespace pgmahout::inventory
