#pragma once

#include "act/rejoin/diverged.hpp"

namespace pgmahout::act::rejoin {

/// What is lost by a rejoin, for people.
struct Lost {
  std::uint64_t bytes = 0;
  std::optional<std::uint64_t> transactions = 0;  ///< nothing: nobody can tell
  std::string kept;                               ///< where the WAL went; empty: there was none
};

/// Notes that pg_rewind is at work in the data directory, and what it makes undone.
[[nodiscard]] model::Result<void> mark_rewind(const Context& context, const Lost& lost);

/// What a rewind that did not come to its end had noted. Nothing when none is under way, or when
/// the data directory is another one by now.
[[nodiscard]] model::Result<std::optional<Lost>> find_cut_off_rewind(const Context& context);

[[nodiscard]] model::Result<void> unmark_rewind(const Context& context);

}  // namespace pgmahout::act::rejoin
