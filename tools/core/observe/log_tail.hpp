#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "model/node_evidence.hpp"

namespace pgmahout::observe {

/// How much of a log is taken at the most: what a person reads, and what one answer can carry.
inline constexpr std::size_t kTailLines = 200;
inline constexpr std::size_t kTailBytes = std::size_t{64} << 10U;

/// The last lines of a text, each cut to a bearable length, the oldest first. A first line that may
/// be torn is left out.
[[nodiscard]] std::vector<std::string> last_lines(std::string_view text, bool torn);

/// The last lines of a file, without reading the rest of it. Errors: failed, when it cannot be
/// read.
[[nodiscard]] model::Result<model::LogTail> log_tail(const std::filesystem::path& path);

/// Where PostgreSQL writes its log: the file that its collector writes now, or else that of
/// Debian's postgresql-common. Empty: neither is there, as where it writes to the journal.
[[nodiscard]] std::filesystem::path postgresql_log(const std::filesystem::path& data_directory,
                                                   const std::filesystem::path& log_directory,
                                                   int major);

}  // namespace pgmahout::observe
