#pragma once

#include <map>
#include <optional>
#include <queue>
#include <set>
#include <string>
#include <vector>

#include "act/context.hpp"
#include "random.hpp"

namespace pgmahout::simulate {

class World;

/// The Pgpool-II of one host: what its watchdog thinks of the others, what it believes of the
/// servers, its votes, and, when it leads, the failovers that it runs one after the other.
class Pgpool {
 public:
  Pgpool(World& world, int host);

  void start();
  void crash();
  [[nodiscard]] bool runs() const { return process_ && process_->alive(); }
  /// A word of an external life check.
  void told(int node, bool alive);
  /// What a PCP program prints, or nothing: it does not answer.
  std::optional<std::string> pcp(const std::vector<std::string>& argv);
  /// Once in a while: heartbeats, elections, health checks.
  void tick();

  [[nodiscard]] int primary() const { return primary_; }  ///< as it believes; -1: none
  [[nodiscard]] bool leads() const { return runs() && leader_ == host_; }
  [[nodiscard]] bool has_quorum() const;
  /// The server that a client gets to who wants to write; nothing: it waits.
  [[nodiscard]] std::optional<int> routes_to() const;

 private:
  struct Task {
    int node = -1;
    bool down = false;
  };

  [[nodiscard]] Pgpool& at(int host) const;
  [[nodiscard]] bool sees(int host) const;
  [[nodiscard]] bool goes_before(int one, int other) const;  ///< as leader, by its priority
  void beat();
  [[nodiscard]] bool yields_to(const Pgpool& other) const;
  void join(int leader);
  void elect();
  void see_to_address();
  void escalate();
  void resign();
  void run_address_command(const std::string& name, void (*command)(const act::Context&));
  void check_health();
  void vote(int from, int node);
  void detach(int node);
  void begin();
  void work();
  void fail_over(const Task& task);
  void run_command(const std::string& name, int node, int main, int old_primary);
  void find_primary();
  void follow();
  void lock_others(bool lock) const;
  void share() const;

  World& world_;
  int host_;
  ProcessPtr process_;
  int incarnation_ = 0;
  int leader_ = -1;
  Time leads_since_{0};
  bool escalated_ = false;  ///< or is about to be
  ProcessPtr escalation_;   ///< what brings the virtual IP up or down
  std::map<int, Time> heard_;
  std::set<int> lost_;
  std::optional<Time> election_;
  std::vector<bool> up_;
  int primary_ = -1;
  std::map<int, Time> failing_;               // by node: since when its check fails
  std::map<int, std::map<int, Time>> votes_;  // by node and voter
  std::queue<Task> tasks_;
  Time next_check_{0};
  Time next_life_check_{0};
  bool following_ = false;
  bool follow_locked_ = false;     ///< by a leader elsewhere
  std::vector<bool> status_file_;  ///< whom it calls up
  bool ready_ = false;             ///< it has begun
  bool busy_ = false;              ///< it serves nobody
};

}  // namespace pgmahout::simulate
