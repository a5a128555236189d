#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "random.hpp"
#include "wal.hpp"

namespace pgmahout::simulate {

class World;

/// Every row that a client tried to write, which of them were acknowledged, and every promise that
/// was broken.
class Ledger {
 public:
  explicit Ledger(const World& world) : world_(world) {}

  int attempt() { return rows_++; }
  /// The same by a client that went through the virtual IP and the Pgpool-II that is there.
  int attempt_through_address();
  /// A server tells the client that the row is there for ever.
  void acknowledge(int node, int row);
  /// A server left recovery on that new branch.
  void promoted(int node);
  /// One left recovery that somebody promoted by hand: its branch counts for nothing before a
  /// client is told of a row on it.
  void promoted_by_hand(int node);
  /// A server came up as primary without a promotion.
  void came_up_as_primary(int node);
  /// A failover to that node says what may be lost by it: none, unknown or certain.
  void certified(int node, const std::string& loss);
  /// Somebody tells a Pgpool-II that believes in that primary that the node is well again.
  void attached(int node, int primary);
  /// A record that was said to be on the disk is not there after a loss of power.
  void lost(int node, const std::string& record);
  /// Once in a while: who has the virtual IP now.
  void look_at_address();
  /// At the end, when all faults are over.
  void audit();

  [[nodiscard]] const std::vector<std::string>& broken() const { return broken_; }
  [[nodiscard]] std::size_t acknowledged() const { return acknowledged_.size(); }
  [[nodiscard]] Time last_acknowledged() const { return last_; }
  [[nodiscard]] Time last_through_address() const { return last_through_address_; }
  [[nodiscard]] int promotions() const { return promotions_; }

 private:
  void break_promise(const std::string& what);
  void check_fence(int node);
  void begin(const BranchPtr& branch);
  [[nodiscard]] bool is_led(const BranchPtr& branch) const;
  void count_losses(int node);
  void audit_standbys();
  void look_at_two_holders(int one, int other);
  [[nodiscard]] bool is_asynchronous() const;

  const World& world_;
  int rows_ = 0;
  int promotions_ = 0;
  std::vector<int> acknowledged_;
  Time last_{0};
  std::set<int> through_address_;  ///< rows that were not acknowledged yet
  Time last_through_address_{0};
  std::map<std::pair<int, int>, Time>
      both_have_address_;    ///< since when, while they hear each other
  std::map<int, int> lost_;  ///< rows that each node's last promotion left behind
  BranchPtr newest_;         ///< what the last promotion began
  Time newest_since_{0};
  std::set<BranchPtr> astray_;        ///< begun by hand, and no row acknowledged on them
  std::map<BranchPtr, int> writers_;  ///< who acknowledged first on each branch
  bool stale_ = false;                ///< the last row was acknowledged on another one
  std::vector<std::string> broken_;
};

}  // namespace pgmahout::simulate
