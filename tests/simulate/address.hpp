#pragma once

#include <optional>
#include <set>

#include "fibers.hpp"

namespace pgmahout::simulate {

class World;

/// The virtual IP: which hosts have it, and to which one the clients' machines send, which is
/// whoever announced it last, or, when that one has been silent for long, whoever answers for it.
class Address {
 public:
  explicit Address(World& world) : world_(world) {}

  bool announcements_lost = false;  ///< a switch drops them

  [[nodiscard]] bool is_at(int host) const { return holders_.contains(host); }
  [[nodiscard]] const std::set<int>& holders() const { return holders_; }
  void take(int host);
  void drop(int host);
  void announce(int host);
  /// Another host that answers for it when this one asks the network.
  [[nodiscard]] std::optional<int> answers_beside(int host) const;
  /// The host that a client reaches by it who tries to, or nothing.
  [[nodiscard]] std::optional<int> reach();
  /// Exactly one host has it, which leads.
  [[nodiscard]] bool is_at_home() const;

 private:
  World& world_;
  std::set<int> holders_;
  int sent_to_ = -1;
  Time answered_{0};  ///< when it did last
};

}  // namespace pgmahout::simulate
