#pragma once

#include <map>
#include <memory>
#include <string>

#include "model/timeline.hpp"
#include "model/wal_position.hpp"

namespace pgmahout::simulate {

/// One timeline's WAL as one server wrote it: two promotions that took the same number are two
/// branches. Who has come to a position of a branch holds all rows up to it, and up to the forks of
/// the branches before it.
class Branch {
 public:
  Branch() : number_{1} {}
  Branch(std::shared_ptr<const Branch> parent, model::Timeline number, model::Lsn fork)
      : parent_(std::move(parent)), number_(number), fork_(fork) {}

  [[nodiscard]] model::Timeline number() const { return number_; }
  /// Somebody began it who asked nobody.
  [[nodiscard]] bool is_by_hand() const { return by_hand_; }
  void mark_by_hand() { by_hand_ = true; }

  /// A commit whose record ends there.
  void add(int row, model::Lsn end) { rows_[row] = end; }
  /// Whether the row lies on the way to that position of this branch.
  [[nodiscard]] bool holds(int row, model::Lsn position) const;
  /// Whether that position of another branch lies on the way to this one, so that whoever is there
  /// can follow.
  [[nodiscard]] bool continues(const Branch& other, model::Lsn position) const;
  /// As PostgreSQL's history file tells it.
  [[nodiscard]] std::string history() const;

 private:
  std::shared_ptr<const Branch> parent_;
  model::Timeline number_;
  model::Lsn fork_;  ///< where it left its parent
  bool by_hand_ = false;
  std::map<int, model::Lsn> rows_;
};

using BranchPtr = std::shared_ptr<Branch>;

}  // namespace pgmahout::simulate
