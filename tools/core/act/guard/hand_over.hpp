#pragma once

#include <set>

#include "act/context.hpp"

namespace pgmahout::act {

/// Tells Pgpool-II of nodes whose hosts are silent, without waiting for its health checks: the
/// votes of those that fail while the watchdog has no leader are thrown away, and as long as it
/// believes in a dark node, every new session waits for that one (pool_connection_pool.c). Whether
/// anybody is promoted is for the failover to find out, as ever.
class HandOver {
 public:
  explicit HandOver(const Context& context) : context_(context) {}

  /// Does nothing but on the leader of the watchdog.
  void look(const std::set<int>& silent);

 private:
  void hand_over(int node);

  const Context& context_;
  std::set<int> handed_over_;
  ports::TimePoint next_look_;
};

}  // namespace pgmahout::act
