#pragma once

#include <filesystem>
#include <vector>

#include "model/bootstrap.hpp"
#include "ports/crew.hpp"
#include "ports/door.hpp"

namespace pgmahout::act {

/// The host key that each machine shows, all asked at once.
[[nodiscard]] std::vector<model::Result<model::HostKey>> look_at_host_keys(
    ports::Door& door, ports::Crew& crew, const std::vector<ports::Target>& targets,
    const ports::Deadline& deadline);

/// Adds the keys' lines to the file, which is made if need be; lines that it has stay as they are.
/// After a crash it is the old file or the new one. A link is followed, not replaced.
[[nodiscard]] model::Result<void> pin_host_keys(const std::filesystem::path& file,
                                                const std::vector<model::HostKey>& keys);

}  // namespace pgmahout::act
