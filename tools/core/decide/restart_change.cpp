#include "decide/restart_change.hpp"

#include <algorithm>

#include "decide/preconditions.hpp"
#include "decide/switchover.hpp"

namespace pgmahout::decide {

namespace {

bool is_wanted(const RestartWish& wish, const model::Node& node) {
  return wish.names.empty() || std::ranges::find(wish.names, node.name) != wish.names.end();
}

bool is_stopped(const Evidence& evidence, const model::Node& node) {
  const auto* report = evidence.report(node);
  return report != nullptr && !report->postmaster;
}

RestartOrder order_of(const RestartWish& wish, const Evidence& evidence) {
  RestartOrder order;
  for (const model::Node& node : wish.cluster.nodes) {
    if (!is_wanted(wish, node)) continue;
    if (evidence.primary == &node)
      order.primary = &node;
    else
      order.standbys.push_back(&node);
  }
  std::ranges::stable_partition(order.standbys,
                                [&](const auto* node) { return is_stopped(evidence, *node); });
  if (order.primary != nullptr) order.successor = best_candidate(evidence);
  return order;
}

model::Precondition names_are_known(const RestartWish& wish) {
  std::vector<std::string> unknown;
  for (const std::string& name : wish.names)
    if (wish.cluster.find(name) == nullptr) unknown.push_back(name);
  const std::string what = "every name is that of a node";
  if (unknown.empty()) return {.what = what, .holds = true};
  return {.what = what,
          .evidence = "the cluster has no " + listed(unknown),
          .next = "see pgmahout status for their names"};
}

// One at a time: meanwhile the others have to be there.
model::Precondition others_are_there(const RestartWish& wish, const Evidence& evidence) {
  std::vector<std::string> missing;
  for (const model::Node& node : wish.cluster.nodes) {
    const bool is_there = evidence.primary == &node || evidence.streams(node);
    const bool will_be = is_wanted(wish, node) && is_stopped(evidence, node);
    if (!is_there && !will_be) missing.push_back(node.name);
  }
  const std::string what = "every other node streams from the primary";
  if (missing.empty()) return {.what = what, .holds = true};
  return {.what = what,
          .evidence = listed(missing) + " do not",
          .next = "see pgmahout status; pgmahout-heal sees to standbys"};
}

model::Precondition has_a_successor(const RestartOrder& order) {
  const std::string what = "a standby can take the place of " + order.primary->name;
  if (order.successor != nullptr) return {.what = what, .holds = true};
  return {.what = what, .evidence = "no standby streams", .next = "see pgmahout status"};
}

std::vector<std::string> steps_of(const RestartOrder& order) {
  std::vector<std::string> steps;
  for (const auto* node : order.standbys)
    steps.push_back("restart, and wait until it streams and Pgpool-II uses it: " + node->name);
  if (order.primary != nullptr && order.successor != nullptr)
    steps.push_back("make " + order.successor->name + " primary, which restarts " +
                    order.primary->name + " as a standby");
  return steps;
}

}  // namespace

RestartOrder restart_order(const RestartWish& wish) {
  return order_of(wish, gather(wish.cluster, wish.reports));
}

model::Proposal propose_restart(const RestartWish& wish) {
  const Evidence evidence = gather(wish.cluster, wish.reports);
  const RestartOrder order = order_of(wish, evidence);
  model::Proposal proposal{.command = "restart", .cluster = wish.cluster.name};
  proposal.preconditions = {names_are_known(wish),        every_node_answers(evidence),
                            one_primary(evidence),        others_are_there(wish, evidence),
                            nobody_is_fenced(evidence),   all_are_guarded(evidence),
                            no_failover_at_work(evidence)};
  if (order.primary != nullptr) {
    proposal.from = order.primary->name;
    if (order.successor != nullptr) proposal.to = order.successor->name;
    for (const auto& condition :
         {has_a_successor(order), leader_has_quorum(evidence), not_paused(evidence)})
      proposal.preconditions.push_back(condition);
  }
  proposal.steps = steps_of(order);
  return proposal;
}

}  // namespace pgmahout::decide
