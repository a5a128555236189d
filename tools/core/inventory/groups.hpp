#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "settings/value.hpp"

namespace pgmahout::inventory {

/// A group as the inventory files define it.
struct Group {
  std::string name;
  std::vector<std::size_t> children;
  std::vector<std::size_t> parents;
  std::vector<std::size_t> hosts;
  settings::Variables variables;  ///< from the inventory files only, not from group_vars
  std::int64_t priority = 1;      ///< ansible_group_priority
  int depth = 0;                  ///< the longest way down from "all"
};

/// A host as the inventory files define it.
struct Host {
  std::string name;
  settings::Place place;  ///< where it is first named
  std::string file;       ///< the inventory file that names it first
  std::vector<std::size_t> groups;
  settings::Variables variables;  ///< from the inventory files only, not from host_vars
};

/// "child stands below parent", said at that place.
struct ChildRelation {
  std::string parent;
  std::string child;
  settings::Place place;
};

/// The groups and hosts of all inventory files: an acyclic graph below "all".
class Groups {
 public:
  Groups();

  /// The group of that name; made when it is new.
  std::size_t group(const std::string& name);
  /// The host of that name; made when it is new.
  std::size_t host(const std::string& name, const settings::Place& place);
  void add_host(std::size_t group, std::size_t host);
  /// Twice the same is once.
  void add_child(std::size_t parent, std::size_t child, const settings::Place& place);
  /// To be called once after the last file: puts every group below "all", groupless hosts into
  /// "ungrouped" and computes the depths. Returns a child relation that is part of a circle, if
  /// there is one; then the depths mean nothing.
  [[nodiscard]] std::optional<ChildRelation> complete();

  /// Every group that the host is in, directly or through children, without "all", in the order
  /// in which later ones override earlier ones: depth, ansible_group_priority, name.
  [[nodiscard]] std::vector<std::size_t> groups_of(std::size_t host) const;
  /// The hosts of a group and of all below it, each once, in the order of the files.
  [[nodiscard]] std::vector<std::size_t> hosts_of(std::size_t group) const;
  /// The group's index, or npos.
  [[nodiscard]] std::size_t find_group(const std::string& name) const;

  [[nodiscard]] const std::vector<Group>& groups() const { return groups_; }
  [[nodiscard]] const std::vector<Host>& hosts() const { return hosts_; }
  [[nodiscard]] Group& at_group(std::size_t index) { return groups_.at(index); }
  [[nodiscard]] Host& at_host(std::size_t index) { return hosts_.at(index); }

  static constexpr std::size_t kAll = 0;
  static constexpr std::size_t kUngrouped = 1;
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);

 private:
  void place_ungrouped();
  /// How many parents of each group are not above it in any order: 0 everywhere without a circle.
  [[nodiscard]] std::vector<std::size_t> compute_depths();
  [[nodiscard]] std::optional<ChildRelation> find_circle(
      const std::vector<std::size_t>& missing) const;

  std::vector<Group> groups_;
  std::vector<Host> hosts_;
  std::map<std::string, std::size_t> group_index_;
  std::map<std::string, std::size_t> host_index_;
  std::map<std::pair<std::size_t, std::size_t>, settings::Place> relations_;  ///< parent, child
  std::set<std::pair<std::size_t, std::size_t>> memberships_;                 ///< group, host
};

}  // namespace pgmahout::inventory
