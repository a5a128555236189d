#pragma once

#include <spdlog/logger.h>

#include <array>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "address.hpp"
#include "coverage.hpp"
#include "disk.hpp"
#include "ledger.hpp"
#include "model/cluster.hpp"
#include "model/layout.hpp"
#include "ports/clock.hpp"
#include "postgres.hpp"
#include "random.hpp"
#include "settings/timers.hpp"

namespace pgmahout::simulate {

class Pgpool;
struct Ports;

/// What hangs on the wall of a machine, and was set once at most.
struct WallClock {
  Time set_at{0};
  Time wrong_by{0};  ///< since then

  [[nodiscard]] Time at(Time when) const { return when < set_at ? when : when + wrong_by; }
};

/// A machine: what is on it, and whether it has power and time.
struct Host {
  bool powered = true;
  bool paused = false;
  WallClock clock;
  Time booted{0};
  Time resumed{0};                           ///< when its last pause ended
  std::unique_ptr<Disk> disk;                ///< /var/lib/pgmahout
  std::map<std::string, std::string> notes;  ///< beside the server's socket
  Time fenced{0};                            ///< when its fence was written last
  bool state_full = false;                   ///< no space left there
  bool data_full = false;                    ///< nor for PostgreSQL
  int slowness = 1;                          ///< how much longer everything takes
  bool answers_lost = false;                 ///< of its agents
  std::vector<ProcessPtr> processes;
};

/// What happens to every program of one name that begins.
struct Trap {
  Time delay{0};              ///< after its beginning
  Time pause{0};              ///< how long it stands still; 0: it dies
  bool takes_pgpool = false;  ///< and its Pgpool-II with it
};

/// How much of a day is written down.
struct Telling {
  bool story = false;
  bool coverage = false;
};

/// Three or five machines, their network, and everything that runs on them.
class World {
 public:
  World(std::uint64_t seed, const model::Cluster& made, const Telling& telling);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  Scheduler scheduler;
  Random random;
  model::Cluster cluster;
  model::Layout layout;  ///< of each host
  settings::Timers timers;
  std::vector<Host> hosts;
  std::vector<std::unique_ptr<Postgres>> servers;
  std::vector<std::unique_ptr<Pgpool>> pgpools;
  Address virtual_ip;
  Ledger ledger;
  std::map<std::string, Trap> traps;
  bool icmp_passes = true;  ///< no firewall drops it

  [[nodiscard]] Time now() const { return scheduler.now(); }
  [[nodiscard]] int size() const { return static_cast<int>(hosts.size()); }
  [[nodiscard]] bool is_up(int host) const;  ///< it has power and time
  void cut(int from, int to, bool cut) { cut_[{from, to}] = cut; }
  void mend_network() { cut_.clear(); }
  /// Whether what one sends reaches the other now.
  [[nodiscard]] bool reaches(int from, int to) const;
  [[nodiscard]] bool both_ways(int one, int other) const {
    return reaches(one, other) && reaches(other, one);
  }
  /// The node of that address.
  [[nodiscard]] int at_address(const std::string& address) const;
  [[nodiscard]] const std::string& address_of(int host) const {
    return cluster.nodes.at(static_cast<std::size_t>(host)).address;
  }
  [[nodiscard]] Time booted(int host) const {
    return hosts.at(static_cast<std::size_t>(host)).booted;
  }
  /// Of one more connection.
  int next_session() { return ++sessions_; }

  /// A program on a host, as a process of its own. Its ports are made for it and live as long.
  ProcessPtr run(int host, const std::string& name, std::function<void(Ports&)> body);
  void kill(int host, const std::string& name);
  [[nodiscard]] bool runs(int host, const std::string& name) const;

  void boot(int host);
  /// Starts again what was killed, as systemd does.
  void restart_programs(int host);
  void lose_power(int host);
  /// Its Pgpool-II is killed, and systemd starts it again.
  void end_pgpool(int host);
  void pause(int host);
  void resume(int host);
  /// As systemctl start does: the gate, then the postmaster. Of a fiber of that host.
  model::Result<void> start_service(int host, const ports::Deadline& deadline);

  void say(int host, const std::string& what);
  /// What a program logs.
  void heard(int host, const std::string& process, const std::string& message);
  void note(const std::string& what);
  [[nodiscard]] bool listens() const { return telling_.story || telling_.coverage; }
  [[nodiscard]] const std::vector<std::string>& story() const { return story_; }
  [[nodiscard]] const Counts& seen() const { return seen_; }

 private:
  model::Result<void> start_unit(int host);
  void start_programs(int host);
  void every(Time pause, const std::function<void()>& action);

  void spring_trap(const ProcessPtr& process);

  Telling telling_;
  Counts seen_;
  int sessions_ = 0;
  std::map<std::pair<int, int>, bool> cut_;
  std::vector<std::string> story_;
};

}  // namespace pgmahout::simulate
