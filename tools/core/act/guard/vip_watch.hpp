#pragma once

#include "act/context.hpp"
#include "act/stopwatch.hpp"

namespace pgmahout::act {

/// Watches the virtual IP on this node: takes away one that a Pgpool-II left behind, and goes on
/// telling the network of one that came, since a switch or a host may have missed the only word
/// that Pgpool-II sends.
class VipWatch {
 public:
  explicit VipWatch(const Context& context) : context_(context) {}

  /// One look; takes a second when it announces.
  void look();

 private:
  [[nodiscard]] bool is_left_behind(bool here) const;
  void announce_again();
  [[nodiscard]] ports::TimePoint now() const { return context_.deadline.clock().now(); }

  const Context& context_;
  Stopwatch left_behind_;
  bool was_here_ = true;  ///< one that is there at the start was announced before
  int announcements_ = 0;
  ports::TimePoint next_;
};

}  // namespace pgmahout::act
