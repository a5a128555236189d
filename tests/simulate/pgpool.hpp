#pragma once

#include <map>
#include <optional>
#include <queue>
#include <set>
#include <string>
#include <vector>

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

  [[nodiscard]] bool leads() const { return runs() && leader_ == host_; }
  [[nodiscard]] bool has_quorum() const;

 private:
  struct Task {
    int node = -1;
    bool down = false;
  };

  [[nodiscard]] Pgpool& at(int host) const;
  [[nodiscard]] bool sees(int host) const;
  [[nodiscard]] bool goes_before(int one, int other) const;  ///< as leader, by its priority
  void beat();
  void elect();
  void check_health();
  void vote(int from, int node);
  void detach(int node);
  void work();
  void fail_over(const Task& task);
  void run_command(const std::string& name, int node, int main, int old_primary);
  void find_primary();
  void follow();
  void share() const;

  World& world_;
  int host_;
  ProcessPtr process_;
  int incarnation_ = 0;
  int leader_ = -1;
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
};

}  // namespace pgmahout::simulate
