#pragma once

#include <string>

#include "act/context.hpp"
#include "act/guard/back_off.hpp"
#include "act/stopwatch.hpp"
#include "decide/mend.hpp"
#include "decide/names.hpp"

namespace pgmahout::act {

/// Makes this node what it should be, and keeps it so.
class Mender {
 public:
  explicit Mender(const Context& context) : context_(context) {}

  /// One look, and what follows from it; a copy of a whole cluster takes as long as it takes.
  void look();

 private:
  [[nodiscard]] decide::MendDecision decide_now();
  void look_at_service();
  void tell(const decide::MendDecision& decision);
  void see_to_names(bool leads);
  [[nodiscard]] model::Result<decide::NamesQuestion> ask_names(ports::SqlSession& server,
                                                               bool leads);
  [[nodiscard]] model::Result<void> put_names_right(bool leads);
  void fence_self(const std::string& reason);
  void rejoin(const model::Node& primary, const decide::MendDecision& decision);
  [[nodiscard]] bool stays_in_recovery() const;
  void restart(const std::string& reason);
  void attach_self(ports::Duration settled, int primary);
  [[nodiscard]] bool pgpool_calls_down(int primary) const;
  void drop_orphan_slots(ports::Duration settled);
  [[nodiscard]] ports::TimePoint now() const { return context_.deadline.clock().now(); }

  const Context& context_;
  std::string told_;
  Stopwatch astray_;
  Stopwatch leaderless_;
  Stopwatch outside_;
  bool is_outside_ = false;
  ports::TimePoint next_look_at_service_;
  Stopwatch settled_;
  Stopwatch short_of_standbys_;
  BackOff rejoin_{ports::Duration{2000}, ports::Duration{60000}};
  BackOff restart_{ports::Duration{10000}, ports::Duration{60000}};
  BackOff slots_{ports::Duration{5000}, ports::Duration{60000}};
  BackOff attach_{ports::Duration{2000}, ports::Duration{30000}};
};

}  // namespace pgmahout::act
