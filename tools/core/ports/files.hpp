#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "model/error.hpp"

namespace pgmahout::ports {

/// The whole content of a file that is at most 16 MiB.
[[nodiscard]] model::Result<std::string> read_file(const std::filesystem::path& path);

/// Replaces a file as a whole: written beside it with mode 0600, fsynced, renamed over it, and the
/// directory fsynced. After a crash there is the old content or the new, nothing in between.
[[nodiscard]] model::Result<void> write_file(const std::filesystem::path& path,
                                             std::string_view content);

/// Makes what a directory lists durable: names that were made, renamed or removed in it.
[[nodiscard]] model::Result<void> sync_directory(const std::filesystem::path& directory);

/// Makes `from` take the place of `to`. When both are directories with content they change places
/// in one step where the filesystem can do that; elsewhere `to` is first renamed to `aside`.
/// Returns true when the former content of `to` is now at `from`, false when it is at `aside` or
/// there was none. Durable on return.
[[nodiscard]] model::Result<bool> exchange(const std::filesystem::path& from,
                                           const std::filesystem::path& to,
                                           const std::filesystem::path& aside);

/// Removes a file or a directory with all that is in it; one that is not there is no error.
[[nodiscard]] model::Result<void> remove_tree(const std::filesystem::path& path);

}  // namespace pgmahout::ports
