#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "inventory/rules/rules.hpp"

namespace pgmahout::inventory::rules {

namespace {

constexpr std::array<std::string_view, 1> kRole{"pgmahout_role"};
constexpr std::array<std::string_view, 1> kId{"pgmahout_node_id"};
constexpr std::array<std::string_view, 1> kSlot{"pgmahout_slot_name"};
constexpr std::array<std::string_view, 1> kPriority{"pgmahout_watchdog_priority"};
constexpr std::size_t kFewestNodes = 2;
constexpr std::size_t kMostNodes = 15;

void one_initial_primary(const RuleContext& context) {
  const auto& nodes = context.cluster().nodes;
  const auto count = std::ranges::count(nodes, true, &model::Node::initial_primary);
  if (count == 0)
    context.refuse("no node is the initial primary",
                   "set pgmahout_role: primary for exactly one host");
  bool seen = false;
  for (const auto& node : nodes) {
    if (node.initial_primary && seen)
      context.refuse(node, "there is more than one initial primary",
                     "set pgmahout_role: primary for exactly one host");
    seen = seen || node.initial_primary;
  }
}

void dense_ids(const RuleContext& context) {
  const auto& nodes = context.cluster().nodes;
  std::map<int, std::string> owners;
  for (const auto& node : nodes) {
    const auto [owner, is_new] = owners.try_emplace(node.id, node.name);
    if (!is_new)
      context.refuse(node, fmt::format("{} is the id of {} too", node.id, owner->second),
                     "give every node an id of its own");
    else if (node.id >= static_cast<int>(nodes.size()))
      context.refuse(node,
                     fmt::format("{} leaves a gap: {} nodes have the ids 0 to {}", node.id,
                                 nodes.size(), nodes.size() - 1),
                     "Pgpool-II numbers its backends without gaps");
  }
}

void unique_slots(const RuleContext& context) {
  std::map<std::string, std::string> owners;
  for (const auto& node : context.cluster().nodes) {
    const auto [owner, is_new] = owners.try_emplace(node.slot_name, node.name);
    if (!is_new)
      context.refuse(node, fmt::format("{} is the slot of {} too", node.slot_name, owner->second),
                     "set pgmahout_slot_name to names that differ");
  }
}

void node_count(const RuleContext& context) {
  const std::size_t count = context.cluster().nodes.size();
  if (count < kFewestNodes || count > kMostNodes)
    context.refuse(fmt::format("there are {} hosts in the group postgres, not {} to {}", count,
                               kFewestNodes, kMostNodes),
                   "a cluster needs a standby, and more than 15 watchdogs are not supported");
  else if (count == 2)
    context.warn(
        "with two nodes the survivor of a failure has no majority and promotes nobody: a "
        "third node is what makes failover automatic");
  else if (count % 2 == 0)
    context.warn(
        fmt::format("{} nodes survive no more failures than {}: the watchdog needs a "
                    "majority, so an odd number is better",
                    count, count - 1));
}

void distinct_priorities(const RuleContext& context) {
  std::map<int, std::string> owners;
  for (const auto& node : context.cluster().nodes) {
    const auto [owner, is_new] = owners.try_emplace(node.watchdog_priority, node.name);
    if (!is_new)
      context.warn(
          fmt::format("{} and {} have the same watchdog priority: when both were started "
                      "in the same second, an election takes 12 seconds instead of 6",
                      owner->second, node.name));
  }
}

constexpr std::array<Rule, 5> kNodeRules{{
    {"node-count",
     "2 to 15 nodes; an even number is warned about, because a majority of an even "
     "number is no better than of one less.",
     kId, node_count},
    {"dense-ids", "Node ids are 0 to n-1, each once: Pgpool-II's backends have no gaps.", kId,
     dense_ids},
    {"one-initial-primary", "Exactly one node is primary when the cluster is first made.", kRole,
     one_initial_primary},
    {"unique-slots",
     "No two nodes share a replication slot: each would lose the WAL that the "
     "other has consumed.",
     kSlot, unique_slots},
    {"distinct-priorities",
     "Equal watchdog priorities are warned about: two nodes that were started in the same second "
     "refuse each other as leader.",
     kPriority, distinct_priorities},
}};

}  // namespace

std::span<const Rule> node_rules() { return kNodeRules; }

}  // namespace pgmahout::inventory::rules
