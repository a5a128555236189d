#pragma once

#include "act/context.hpp"
#include "act/guard/back_off.hpp"
#include "act/stopwatch.hpp"

namespace pgmahout::act {

/// Opens a session through the Pgpool-II of this machine once in a while, and mends one that ends
/// all of them because it has miscounted its nodes.
///
/// A child of Pgpool-II that was connecting to a node when that was detached marks it as up as soon
/// as the node answers again (new_connection() in pool_connection_pool.c), and nobody looks anew
/// for the main node, which is the first that is up. From then on every new session is ended, for
/// its first answer comes from a node before the main one, and attaching the node is refused, for
/// it is not down: until some node comes or goes.
class SessionWatch {
 public:
  explicit SessionWatch(const Context& context) : context_(context) {}

  /// Takes some seconds at most.
  void look();

 private:
  [[nodiscard]] bool miscounts() const;
  void count_anew();
  [[nodiscard]] ports::TimePoint now() const { return context_.deadline.clock().now(); }

  const Context& context_;
  Stopwatch miscounting_;
  BackOff next_{ports::Duration{15000}, ports::Duration{600000}};
  bool was_told_ = false;
};

}  // namespace pgmahout::act
