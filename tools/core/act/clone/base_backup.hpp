#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "act/clone/tablespaces.hpp"
#include "act/context.hpp"

namespace pgmahout::act::clone {

/// How far the copy has come, in bytes; the total is an estimate, since the primary goes on
/// writing.
struct Progress {
  std::uint64_t bytes = 0;
  std::uint64_t total = 0;
};

using OnProgress = std::function<void(const Progress&)>;

/// One base backup: from where, whereto, how.
struct BaseBackup {
  const model::Node& primary;
  std::string directory;  ///< where to; absent or empty
  std::string max_rate;
  TablespaceMap tablespaces;
};

/// The command line of pg_basebackup.
[[nodiscard]] std::vector<std::string> base_backup_argv(const Context& context,
                                                        const BaseBackup& backup);

/// What a line of pg_basebackup --progress says, e.g. " 23053/30901 kB (74%), 0/1 tablespace";
/// nothing for any other line.
[[nodiscard]] std::optional<Progress> parse_progress(std::string_view line);

/// "100", "100k" or "10M" within what pg_basebackup takes (32 kB/s to 1 GB/s).
[[nodiscard]] bool is_valid_rate(const std::string& rate);

/// Runs it; returns the bytes copied.
[[nodiscard]] model::Result<std::uint64_t> run_base_backup(const Context& context,
                                                           const BaseBackup& backup,
                                                           const OnProgress& on_progress);

}  // namespace pgmahout::act::clone
