#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "agent/reach.hpp"
#include "model/node_report.hpp"
#include "ports/crew.hpp"
#include "ports/sql.hpp"

namespace pgmahout::agent {

/// What a drill works with. The parts that it refers to outlive it.
struct DrillWorld {
  const model::Cluster& cluster;
  Reach reach;  ///< from the controller
  ports::Sql& sql;
  ports::Clock& clock;
  ports::Crew& crew;
  std::stop_token stop;
  std::function<void(const std::string&)> tell;  ///< for people who wait, a line at a time

  /// By when something must have ended, or sooner when it is told to stop.
  [[nodiscard]] ports::Deadline within(ports::Duration duration) const {
    return {clock, duration, stop};
  }
};

/// Milliseconds since a moment, by the machine's own clock.
class Stopclock {
 public:
  explicit Stopclock(ports::Clock& clock) : clock_(clock), begun_(clock.now()) {}

  [[nodiscard]] std::int64_t now_ms() const {
    return std::chrono::duration_cast<ports::Duration>(clock_.now() - begun_).count();
  }
  [[nodiscard]] ports::Clock& clock() const { return clock_; }

 private:
  ports::Clock& clock_;
  ports::TimePoint begun_;
};

/// Where a client of the cluster writes: the virtual IP and Pgpool-II's port, as the superuser.
[[nodiscard]] ports::SqlTarget front_door(const model::Cluster& cluster);

/// How every node is now; one that has not answered by then is silent.
[[nodiscard]] model::Reports look_around(const DrillWorld& world, std::stop_token stop);

}  // namespace pgmahout::agent
