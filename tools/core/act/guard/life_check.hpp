#pragma once

#include <map>
#include <set>
#include <string>

#include "act/context.hpp"
#include "act/guard/back_off.hpp"
#include "decide/neighbour.hpp"
#include "ports/echo.hpp"
#include "ports/watchdog.hpp"
#include "settings/timers.hpp"

namespace pgmahout::act {

/// Listens to the other hosts and tells the watchdog of this node when one of them falls silent,
/// after wd_heartbeat_deadtime, to the tenth of a second; Pgpool-II's own life check, which counts
/// whole seconds from any moment, goes on behind it. What still waits for that host's answers is
/// ended: none will come.
///
/// The nodes notice one after the other, the one first that leads next. For when its leader is lost
/// a watchdog waits a second, then stands for leader and waits for everybody's word; one that still
/// waits gives none (watchdog.c, WD_INITIALIZING), which costs the standing one four seconds. When
/// these are over, one of lower priority is refused after all and all begin anew.
class LifeCheck {
 public:
  LifeCheck(const Context& context, const settings::Timers& timers, ports::Echo& echo,
            ports::Watchdog& watchdog);

  /// Calls every other host, and takes in what came since the last time; does not wait, but for
  /// half a second before a host is given up.
  void look();

  /// The nodes that were given up and have been silent for that long.
  [[nodiscard]] std::set<int> silent_for(ports::Duration time) const;

 private:
  void look_at(const model::Node& node);
  void judge(const model::Node& node);
  void give_up(const model::Node& node);
  void tell(const model::Node& node, bool alive, const std::string& message);
  void cut_off(const model::Node& node);
  [[nodiscard]] ports::Duration silence_of(int node) const;
  [[nodiscard]] ports::TimePoint now() const { return context_.deadline.clock().now(); }

  const Context& context_;
  ports::Duration patience_;
  ports::Echo& echo_;
  ports::Watchdog& watchdog_;
  std::map<int, ports::TimePoint> heard_;  ///< by node id: when last
  std::set<int> told_lost_;
  std::map<int, BackOff> cut_off_;  ///< of those: when what waits for them is ended again
  bool can_call_ = true;
};

}  // namespace pgmahout::act
