#pragma once

#include <map>
#include <optional>
#include <string>

#include "act/context.hpp"
#include "decide/isolation.hpp"
#include "model/node_state.hpp"
#include "settings/timers.hpp"

namespace pgmahout::act {

/// Watches the running server of this node: notes that it is primary, stops it when it is cut off
/// and may be replaced, and when its postmaster lives but answers nothing.
class VitalWatch {
 public:
  VitalWatch(const Context& context, const settings::Timers& timers);

  /// One look; takes a second at most, but for a stop.
  void look();

 private:
  struct Answer;
  void forget();
  [[nodiscard]] std::optional<Answer> ask(const Context& bounded) const;
  void take_in(const Context& bounded, const Answer& answer);
  void hear(const Answer& answer);
  void note_heard(const model::ServerState& standby);
  [[nodiscard]] decide::Contact contact(const Context& bounded) const;
  [[nodiscard]] decide::VitalSigns signs() const;
  void act_on(const decide::VitalDecision& decision);
  [[nodiscard]] ports::TimePoint now() const { return context_.deadline.clock().now(); }

  struct Reply {
    std::string time;  ///< as the standby wrote it: only whether it changes counts
    ports::TimePoint heard;
  };

  const Context& context_;
  decide::Patience patience_;
  ports::Duration stop_bound_;
  ports::TimePoint answered_;
  ports::TimePoint safe_;
  bool was_primary_ = false;
  bool is_found_ = true;  ///< by a standby since it started, if that was seen
  std::map<std::string, Reply> replies_;
  ports::Duration heard_{0};  ///< uptime at which, as a standby, it last heard its primary
};

}  // namespace pgmahout::act
