#pragma once

#include "act/rejoin/diverged.hpp"

namespace pgmahout::act::rejoin {

/// A part of a WAL file's name as a number; nothing for what is none.
[[nodiscard]] std::optional<std::uint64_t> parse_hex(std::string_view text);

/// The number of a WAL file among all of them, e.g. 2 of "000000010000000000000002" with files of
/// 16 MiB, and its timeline; nothing for any other name.
struct WalFile {
  model::Timeline timeline;
  std::uint64_t number = 0;

  bool operator==(const WalFile&) const = default;
};
[[nodiscard]] std::optional<WalFile> parse_wal_name(std::string_view name,
                                                    std::uint64_t segment_bytes);

/// Copies the WAL that the primary does not have to <state>/diverged/<time>-timeline<N>, before
/// anything overwrites it; returns the directory. What an earlier run copied and nothing has
/// changed since is used again. Empty when the files are gone already. Kind failed: there is no
/// room; then nothing was changed.
[[nodiscard]] model::Result<std::string> keep(const Context& context, const Diverged& diverged,
                                              const model::TimelineHistory& own,
                                              std::uint64_t segment_bytes);

}  // namespace pgmahout::act::rejoin
