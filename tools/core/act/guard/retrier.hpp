#pragma once

#include <optional>
#include <set>
#include <string>

#include "act/context.hpp"
#include "act/guard/back_off.hpp"
#include "act/guard/pcp_watch.hpp"
#include "act/stopwatch.hpp"
#include "decide/failover.hpp"
#include "model/pgpool_view.hpp"

namespace pgmahout::act {

/// Tries a failover again that was refused, or cut off, as long as nobody is primary; reminds a
/// Pgpool-II that does not know the primary of it, for that one never looks again by itself; and
/// gives up leading where the primary is cut off from this host alone, for clients are sent through
/// the leader. Works on the leader of the watchdog only, but for a Pgpool-II that answers nobody.
class Retrier {
 public:
  explicit Retrier(const Context& context) : context_(context), pcp_watch_(context) {}

  void look();

 private:
  void retry(const model::Observation& seen);
  void yield(const model::Observation& seen);
  void remind(const model::Observation& seen);
  void take_in(const model::Node* left_out);
  [[nodiscard]] ports::TimePoint now() const { return context_.deadline.clock().now(); }

  const Context& context_;
  PcpWatch pcp_watch_;
  Stopwatch without_primary_;
  Stopwatch forgotten_;
  Stopwatch left_out_;
  Stopwatch cut_off_;
  BackOff retry_{ports::Duration{5000}, ports::Duration{60000}};
  BackOff yield_{ports::Duration{60000}, ports::Duration{600000}};
  std::set<int> answered_;  ///< at the last try
  int reminders_ = 0;
};

}  // namespace pgmahout::act
