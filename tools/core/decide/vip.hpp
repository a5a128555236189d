#pragma once

#include <optional>

namespace pgmahout::decide {

/// The virtual IP, as the guard of a node sees it.
struct VipQuestion {
  bool here = false;          ///< this node has it
  bool pgpool_runs = false;   ///< Pgpool-II runs here
  std::optional<bool> leads;  ///< its watchdog leads; nothing: it did not say
};

/// Whether this node has the virtual IP without being the one that should: a Pgpool-II that was
/// killed leaves it behind, and the leader that follows brings up a second one.
[[nodiscard]] bool vip_was_left_behind(const VipQuestion& question);

}  // namespace pgmahout::decide
