#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "model/error.hpp"

namespace pgmahout::ports {

/// The whole content of a file that is at most 16 MiB. Does not wait for a FIFO's writer.
[[nodiscard]] model::Result<std::string> read_file(const std::filesystem::path& path);

/// A file and what shall be in it.
struct FileContent {
  std::filesystem::path path;
  std::string_view content;
};

/// Gives each file its content and mode 0600. All are on disk under other names before the first is
/// renamed, so that a full disk changes nothing; after a crash each has the old content or the new,
/// nothing in between. What a killed process left is used again.
[[nodiscard]] model::Result<void> replace_files(const std::vector<FileContent>& files);

/// The same for one file.
[[nodiscard]] model::Result<void> write_file(const std::filesystem::path& path,
                                             std::string_view content);

/// Makes a file that is not there yet, with that mode less the umask. Durable on return, but for
/// the name: see sync_directory.
[[nodiscard]] model::Result<void> create_file(const std::filesystem::path& path,
                                              std::string_view content, unsigned int mode);

/// Makes the directory and those above it that are missing, with mode 0700.
[[nodiscard]] model::Result<void> make_directories(const std::filesystem::path& path);

/// Makes what a directory lists durable: names that were made, renamed or removed in it.
[[nodiscard]] model::Result<void> sync_directory(const std::filesystem::path& directory);

/// Makes `from` take the place of `to`. When both are directories with content they change places
/// in one step where the filesystem can do that; elsewhere `to` is first renamed to `aside`.
/// Returns true when the former content of `to` is now at `from`, false when it is at `aside` or
/// there was none. Durable on return.
[[nodiscard]] model::Result<bool> exchange(const std::filesystem::path& from,
                                           const std::filesystem::path& to,
                                           const std::filesystem::path& aside);

/// Copies a file that is not there yet, with its time of last change. Durable on return, but for
/// the name: see sync_directory.
[[nodiscard]] model::Result<void> copy_file(const std::filesystem::path& from,
                                            const std::filesystem::path& to);

/// Removes a file or a directory with all that is in it; one that is not there is no error.
[[nodiscard]] model::Result<void> remove_tree(const std::filesystem::path& path);

}  // namespace pgmahout::ports
