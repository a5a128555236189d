#pragma once

#include <boost/context/fiber.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace pgmahout::simulate {

/// Since the world began.
using Time = std::chrono::microseconds;

/// Thrown out of whatever a killed process waits for; nothing of ours catches it.
struct Killed {};

/// What dies and freezes together: the fibers of one program on one host.
struct Process {
  std::string name;
  int host = -1;  ///< -1: no host, it never freezes
  bool killed = false;
  bool paused = false;
  int fibers = 0;  ///< that have not ended

  [[nodiscard]] bool alive() const { return !killed && fibers > 0; }
};

using ProcessPtr = std::shared_ptr<Process>;

/// Runs fibers and events one at a time, in the order of simulated time, and of their making where
/// that is the same: a run depends on nothing but its seed.
class Scheduler {
 public:
  /// Whether a host stands still now, and is to be asked again when it goes on.
  using Frozen = std::function<bool(int host)>;

  Scheduler();
  ~Scheduler();
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  [[nodiscard]] Time now() const { return now_; }
  void freeze_by(Frozen frozen) { frozen_ = std::move(frozen); }
  void at(Time when, std::function<void()> event);
  void after(Time delay, std::function<void()> event) { at(now_ + delay, std::move(event)); }

  void spawn(const ProcessPtr& process, std::function<void()> body);
  /// Every fiber of it unwinds the next time that it would go on, which is now.
  void kill(const ProcessPtr& process);

  /// Of the fiber that runs: lets the others go on until then. Throws Killed.
  void sleep(Time duration);
  /// Runs the pieces as fibers of the same process; returns when all have ended. Throws Killed.
  void together(const std::vector<std::function<void()>>& pieces);

  void run_until(Time end);
  /// Kills what is left and lets it unwind.
  void finish();

 private:
  struct Fiber;
  /// What happens: a fiber goes on, if nobody has woken it since, or something is done.
  struct Event {
    std::shared_ptr<Fiber> fiber;
    std::uint64_t turn = 0;
    std::function<void()> action;
  };
  /// When it happens; the event itself stays where it is while these are put in order.
  struct Appointment {
    Time when;
    std::uint64_t number;
    std::size_t place;
  };

  static bool later(const Appointment& one, const Appointment& other) {
    return one.when != other.when ? one.when > other.when : one.number > other.number;
  }

  void enter(Time when, Event event);
  [[nodiscard]] Event next();
  void wake(const std::shared_ptr<Fiber>& fiber, Time when);
  void go_on(const std::shared_ptr<Fiber>& fiber, std::uint64_t turn);
  void give_way(Fiber& fiber);
  [[nodiscard]] bool stands_still(const Fiber& fiber) const;

  Time now_{0};
  std::uint64_t events_made_ = 0;
  std::vector<Appointment> appointments_;  ///< a heap
  std::vector<Event> events_;
  std::vector<std::size_t> free_;  ///< places in events_
  std::vector<std::shared_ptr<Fiber>> fibers_;
  std::shared_ptr<Fiber> running_;
  Frozen frozen_;
};

}  // namespace pgmahout::simulate
