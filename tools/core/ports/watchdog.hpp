#pragma once

#include <string>

#include "model/error.hpp"
#include "ports/clock.hpp"

namespace pgmahout::ports {

/// What the watchdog of this node is told of another node.
struct LifeReport {
  int node = 0;  ///< its pgpool_node_id
  bool alive = false;
  std::string message;  ///< for Pgpool-II's log
};

/// The Pgpool-II watchdog of this machine.
class Watchdog {
 public:
  virtual ~Watchdog() = default;

  /// Tells it whether a node lives, as an external life check does. Errors: no_answer when it is
  /// not known whether it heard us; failed when it does not run or takes no word from us.
  [[nodiscard]] virtual model::Result<void> report(const LifeReport& report,
                                                   const Deadline& deadline) = 0;
};

}  // namespace pgmahout::ports
