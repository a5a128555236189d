#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/layout.hpp"
#include "model/node_evidence.hpp"
#include "ports/shell.hpp"

namespace pgmahout::observe {

/// How full the filesystems of these directories (name and path) are; what is not there is left
/// out.
[[nodiscard]] std::vector<model::DiskSpace> disk_space(
    const std::vector<std::pair<std::string, std::string>>& directories);

/// Processes that the kernel has killed for want of memory, from the text of /proc/vmstat; nothing
/// when it does not tell.
[[nodiscard]] std::optional<std::int64_t> oom_kills_in(const std::string& vmstat);

/// The load of the last minute in percent, from the text of /proc/loadavg; 0 when it is no such
/// text.
[[nodiscard]] std::int64_t load_percent_in(const std::string& loadavg);

/// How each of our units ended last.
[[nodiscard]] std::vector<model::UnitEnd> unit_ends(const model::Layout& layout,
                                                    ports::Shell& shell,
                                                    const ports::Deadline& deadline);

/// The same from the output of systemctl show.
[[nodiscard]] std::vector<model::UnitEnd> parse_unit_ends(const std::string& output);

/// The last lines of the journal of our units and of the kernel, where the OS user postgres may
/// read it. Errors: refused, where it may not.
[[nodiscard]] model::Result<model::LogTail> journal_tail(const model::Layout& layout,
                                                         ports::Shell& shell,
                                                         const ports::Deadline& deadline);

}  // namespace pgmahout::observe
