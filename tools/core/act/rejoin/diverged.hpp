#pragma once

#include <string_view>
#include <vector>

#include "act/context.hpp"

namespace pgmahout::act::rejoin {

/// WAL of this node that the primary does not have.
struct Diverged {
  model::WalPosition fork;  ///< where the ways parted; timeline 0: they did not, or nobody knows
  model::WalPosition end;   ///< where the node's WAL ends
  std::uint64_t bytes = 0;  ///< from the fork to the end
  std::optional<std::uint64_t>
      transactions;  ///< committed behind the fork; nothing: not to be read

  bool operator==(const Diverged&) const = default;
};

/// What pg_waldump found in one timeline.
struct Scan {
  std::optional<model::Lsn> end;  ///< of the last record; nothing: there was none
  std::uint64_t commits = 0;
};

/// One timeline's part of a way: from where, and to where when it was left.
struct Stretch {
  model::Timeline timeline;
  model::Lsn from;
  std::optional<model::Lsn> to;

  bool operator==(const Stretch&) const = default;
};

/// The parts of that way behind the fork, oldest first.
[[nodiscard]] std::vector<Stretch> stretches_behind(const model::WalPosition& fork,
                                                    const model::TimelineHistory& way);

/// Counts a line of pg_waldump when it is a commit at that position or behind it.
[[nodiscard]] bool is_commit(std::string_view line, model::Lsn from);

/// Where pg_waldump says that WAL ends, in its last words; nothing when it found no record.
[[nodiscard]] std::optional<model::Lsn> end_in_words(std::string_view errors);

/// Reads the WAL of a stopped server behind the fork of the two ways.
[[nodiscard]] Diverged measure(const Context& context, const model::ControlData& control,
                               const model::TimelineHistory& own,
                               const model::TimelineHistory& primary);

}  // namespace pgmahout::act::rejoin
