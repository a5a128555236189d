#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/system_identifier.hpp"
#include "model/wal_position.hpp"
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

/// The newest timeline that the names of its WAL and history files speak of; 0: none does. A
/// standby has these as soon as it follows, while its control file tells a timeline only at the
/// next restartpoint.
[[nodiscard]] model::Timeline newest_timeline_in(const std::string& directory);

}  // namespace pgmahout::observe
