#pragma once

#include "act/context.hpp"
#include "act/guard/back_off.hpp"
#include "act/stopwatch.hpp"

namespace pgmahout::act {

/// Starts a Pgpool-II anew that goes on believing of PostgreSQL what its leader does not believe:
/// it takes over the leader's beliefs when a failover has ended, and when it joins, and missed
/// that. It holds no virtual IP, since it does not lead.
class Resync {
 public:
  explicit Resync(const Context& context) : context_(context) {}

  void look();

 private:
  [[nodiscard]] bool disagrees_with_leader() const;
  [[nodiscard]] ports::TimePoint now() const { return context_.deadline.clock().now(); }

  const Context& context_;
  Stopwatch disagreeing_;
  BackOff restart_{ports::Duration{60000}, ports::Duration{600000}};
};

}  // namespace pgmahout::act
