#include "inventory/groups.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace pgmahout::inventory {

Groups::Groups() {
  group("all");
  group("ungrouped");
  add_child(kAll, kUngrouped, {});
}

std::size_t Groups::group(const std::string& name) {
  const auto [known, is_new] = group_index_.try_emplace(name, groups_.size());
  if (is_new) groups_.push_back({.name = name});
  return known->second;
}

std::size_t Groups::host(const std::string& name, const settings::Place& place) {
  const auto [known, is_new] = host_index_.try_emplace(name, hosts_.size());
  if (is_new)
    hosts_.push_back({.name = name, .place = place, .file = place.file ? *place.file : ""});
  return known->second;
}

void Groups::add_host(std::size_t group, std::size_t host) {
  if (!memberships_.insert({group, host}).second) return;
  hosts_.at(host).groups.push_back(group);
  groups_.at(group).hosts.push_back(host);
}

void Groups::add_child(std::size_t parent, std::size_t child, const settings::Place& place) {
  if (!relations_.try_emplace({parent, child}, place).second) return;
  groups_.at(parent).children.push_back(child);
  groups_.at(child).parents.push_back(parent);
}

std::optional<ChildRelation> Groups::complete() {
  for (std::size_t index = 0; index < groups_.size(); ++index)
    if (index != kAll && groups_[index].parents.empty()) add_child(kAll, index, {});
  place_ungrouped();
  return find_circle(compute_depths());
}

// A host that is in any real group leaves "ungrouped", one that is in none enters it.
void Groups::place_ungrouped() {
  for (std::size_t index = 0; index < hosts_.size(); ++index) {
    const bool grouped = std::ranges::any_of(hosts_[index].groups, [](std::size_t group) {
      return group != kAll && group != kUngrouped;
    });
    if (!grouped) {
      add_host(kUngrouped, index);
      continue;
    }
    std::erase(hosts_[index].groups, kUngrouped);
    std::erase(groups_[kUngrouped].hosts, index);
  }
}

// Longest paths in an acyclic graph: a group is done when all its parents are.
std::vector<std::size_t> Groups::compute_depths() {
  std::vector<std::size_t> missing(groups_.size());
  std::vector<std::size_t> ready;
  for (std::size_t index = 0; index < groups_.size(); ++index) {
    missing[index] = groups_[index].parents.size();
    if (missing[index] == 0) ready.push_back(index);
  }
  while (!ready.empty()) {
    const std::size_t current = ready.back();
    ready.pop_back();
    for (const std::size_t child : groups_[current].children) {
      groups_[child].depth = std::max(groups_[child].depth, groups_[current].depth + 1);
      if (--missing[child] == 0) ready.push_back(child);
    }
  }
  return missing;
}

// A group that waits for a parent has one that waits too: going up must come back to where it was.
std::optional<ChildRelation> Groups::find_circle(const std::vector<std::size_t>& missing) const {
  const auto waiting = std::ranges::find_if(missing, [](std::size_t count) { return count > 0; });
  if (waiting == missing.end()) return std::nullopt;
  std::set<std::size_t> seen;
  auto current = static_cast<std::size_t>(waiting - missing.begin());
  for (;;) {
    const auto& parents = groups_[current].parents;
    const std::size_t parent = *std::ranges::find_if(
        parents, [&missing](std::size_t index) { return missing[index] > 0; });
    if (!seen.insert(current).second)
      return ChildRelation{groups_[parent].name, groups_[current].name,
                           relations_.at({parent, current})};
    current = parent;
  }
}

std::vector<std::size_t> Groups::groups_of(std::size_t host) const {
  std::set<std::size_t> seen;
  std::vector<std::size_t> open = hosts_.at(host).groups;
  while (!open.empty()) {
    const std::size_t current = open.back();
    open.pop_back();
    if (!seen.insert(current).second) continue;
    const auto& parents = groups_[current].parents;
    open.insert(open.end(), parents.begin(), parents.end());
  }
  seen.erase(kAll);
  std::vector<std::size_t> sorted(seen.begin(), seen.end());
  std::ranges::sort(sorted, {}, [this](std::size_t index) {
    const Group& group = groups_[index];
    return std::tuple(group.depth, group.priority, std::string_view(group.name));
  });
  return sorted;
}

std::vector<std::size_t> Groups::hosts_of(std::size_t group) const {
  std::vector<std::size_t> order{group};
  std::set<std::size_t> seen{group};
  for (std::size_t next = 0; next < order.size(); ++next) {
    for (const std::size_t child : groups_.at(order[next]).children)
      if (seen.insert(child).second) order.push_back(child);
  }
  std::vector<std::size_t> hosts;
  std::set<std::size_t> known;
  for (const std::size_t member : order) {
    for (const std::size_t host : groups_[member].hosts)
      if (known.insert(host).second) hosts.push_back(host);
  }
  return hosts;
}

std::size_t Groups::find_group(const std::string& name) const {
  const auto found = group_index_.find(name);
  return found == group_index_.end() ? npos : found->second;
}

}  // namespace pgmahout::inventory
