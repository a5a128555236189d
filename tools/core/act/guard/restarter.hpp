#pragma once

#include <optional>

#include "act/context.hpp"
#include "act/guard/back_off.hpp"
#include "decide/crash.hpp"

namespace pgmahout::act {

/// Sees to it that a server which ended by itself is started again, or replaced, without waiting
/// for anybody's health checks.
class Restarter {
 public:
  explicit Restarter(const Context& context) : context_(context) {}

  /// One look, which costs next to nothing while the server runs.
  void look();

 private:
  [[nodiscard]] std::optional<decide::CrashQuestion> question();
  void act_on(const decide::CrashDecision& decision);
  void start();
  void hand_over();
  [[nodiscard]] ports::TimePoint now() const { return context_.deadline.clock().now(); }

  const Context& context_;
  ports::TimePoint next_look_;
  std::optional<ports::TimePoint> handed_over_;
  BackOff back_off_{ports::Duration{500}, ports::Duration{30000}};
};

}  // namespace pgmahout::act
