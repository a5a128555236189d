#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "act/context.hpp"

namespace pgmahout::act::clone {

/// Location of a tablespace on the primary -> its location in the copy.
using TablespaceMap = std::map<std::string, std::string>;

/// A tablespace of the primary.
struct Tablespace {
  std::string location;     ///< empty: within the data directory
  std::uint64_t bytes = 0;  ///< its size
};

/// Every tablespace of the primary; those within the data directory as one, the first.
[[nodiscard]] model::Result<std::vector<Tablespace>> ask_tablespaces(
    const Context& context, const ports::SqlTarget& primary);

/// Where the copy of a tablespace goes: to the same path when that is free (absent or empty), else
/// to the first free one of "pgmahout-a" and "pgmahout-b" below it: the data directory that is to
/// be replaced still uses the other. A location that ends so itself counts as the path above it.
[[nodiscard]] model::Result<std::string> free_location(const std::string& location);

/// The same for all.
[[nodiscard]] model::Result<TablespaceMap> map_tablespaces(
    const std::vector<Tablespace>& tablespaces);

/// The locations that the data directory at that path uses.
[[nodiscard]] std::vector<std::string> used_locations(const std::string& data_directory);

/// Empties a location of what PostgreSQL of that version keeps there (PG_<version>_*; another
/// version's cluster may share the location) and removes it when it is one of our names. A path
/// that is not there is no error.
[[nodiscard]] model::Result<void> clear_location(const std::string& location, int major_version);

}  // namespace pgmahout::act::clone
