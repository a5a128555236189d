#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/system_identifier.hpp"
#include "ports/shell.hpp"

namespace pgmahout::observe {

/// What lies where a data directory should be.
enum class DirectoryContent : std::uint8_t {
  absent,
  empty,
  other_files,  ///< files, but no database cluster
  cluster,
};

/// A data directory as it lies on disk, whether a server runs in it or not.
struct DataDirectory {
  DirectoryContent content = DirectoryContent::absent;
  bool is_mount_point = false;
  bool standby_signal = false;
  std::optional<model::SystemIdentifier> system_identifier;  ///< of content cluster
  std::optional<int> postmaster;                             ///< process id, while one runs in it
};

/// Looks at it; pg_controldata of that directory of binaries reads the control file.
[[nodiscard]] model::Result<DataDirectory> look_at_directory(ports::Shell& shell,
                                                             const std::string& directory,
                                                             const std::string& binaries,
                                                             const ports::Deadline& deadline);

/// The process id of the postmaster that runs in that directory. A stale postmaster.pid, also one
/// whose number another process has by now, counts for nothing.
[[nodiscard]] std::optional<int> running_postmaster(const std::string& directory);

/// The value behind "label:" in pg_controldata's output.
[[nodiscard]] std::optional<std::string> control_value(const std::string& output,
                                                       const std::string& label);

}  // namespace pgmahout::observe
