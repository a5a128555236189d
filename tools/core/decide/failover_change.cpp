#include "decide/failover_change.hpp"

#include <algorithm>

#include "decide/failover.hpp"
#include "decide/retry.hpp"
#include "decide/status/evidence.hpp"

namespace pgmahout::decide {

namespace {

using model::Precondition;

Precondition nobody_is_primary(const Evidence& evidence) {
  const auto writer = std::ranges::find_if(
      evidence.seen.nodes, [](const model::NodeState& node) { return node.accepts_writes(); });
  if (writer == evidence.seen.nodes.end()) return {.what = "nobody is primary", .holds = true};
  return {.what = "nobody is primary",
          .evidence = writer->name + " accepts writes",
          .next = "to change the primary of a cluster that works: pgmahout switchover"};
}

Precondition lost_one_is_known(const model::Node* lost) {
  if (lost != nullptr) return {.what = "it is known whose place is to be filled", .holds = true};
  return {.what = "it is known whose place is to be filled",
          .evidence = "no standby says whom it followed, or several nodes are silent",
          .next = "bring another node back; see pgmahout status"};
}

Precondition candidate_answers(const FailoverWish& wish, const Evidence& evidence) {
  const auto standby = std::ranges::find_if(evidence.seen.nodes, [&](const auto& node) {
    return node.is_standby() && (wish.to.empty() || node.name == wish.to);
  });
  const std::string what =
      wish.to.empty() ? "a standby answers" : wish.to + " is a standby that answers";
  if (standby != evidence.seen.nodes.end()) return {.what = what, .holds = true};
  return {.what = what, .evidence = "it is not", .next = "see pgmahout status"};
}

Precondition loss_is_excluded(const FailoverWish& wish, const Evidence& evidence,
                              const model::Node* lost) {
  const std::string what = "that nothing acknowledged is lost can be proven, or need not be";
  auto replication = wish.cluster.replication;
  if (wish.allow_data_loss) replication.durability = model::Durability::preferred;
  const int lost_id = lost == nullptr ? -1 : lost->id;
  if (!too_few_standbys(evidence.seen, lost_id, replication)) return {.what = what, .holds = true};
  return {.what = what,
          .evidence =
              "too few standbys answer: one that does not may have confirmed commits that "
              "no other has",
          .next =
              "bring one back; or give such commits up with --allow-data-loss, which keeps "
              "what is known of them"};
}

// Without confirmations that prove something a failover promotes nobody in the smaller part of a
// network, whoever asks for it.
Precondition enough_hosts_answer(const FailoverWish& wish, const Evidence& evidence) {
  auto replication = wish.cluster.replication;
  if (wish.allow_data_loss) replication.durability = model::Durability::preferred;
  const auto silent = std::ranges::count_if(
      wish.cluster.nodes, [&](const auto& node) { return evidence.report(node) == nullptr; });
  std::string lonely =
      too_few_hosts(replication, static_cast<std::size_t>(silent), wish.cluster.nodes.size());
  const std::string what = "this is not the smaller part of a network that is cut";
  if (lonely.empty()) return {.what = what, .holds = true};
  return {.what = what, .evidence = std::move(lonely), .next = "bring another host back"};
}

Precondition nobody_promotes(const Evidence& evidence) {
  const auto at_work = std::ranges::find_if(evidence.seen.nodes, [](const auto& node) {
    return node.server && (node.server->in_turn || node.server->promoting);
  });
  if (at_work == evidence.seen.nodes.end())
    return {.what = "no other failover is at work", .holds = true};
  return {.what = "no other failover is at work",
          .evidence = at_work->name + " is part of one",
          .next = "wait until it is over, a minute at most"};
}

const model::Node* lost_node(const Evidence& evidence) {
  const auto call = failover_to_retry({.seen = evidence.seen});
  if (!call) return nullptr;
  return &evidence.cluster.nodes.at(static_cast<std::size_t>(call->node_id));
}

}  // namespace

model::Proposal propose_failover(const FailoverWish& wish) {
  const Evidence evidence = gather(wish.cluster, wish.reports);
  const model::Node* lost = lost_node(evidence);
  model::Proposal proposal{.command = "failover", .cluster = wish.cluster.name, .to = wish.to};
  if (lost != nullptr) proposal.from = lost->name;
  proposal.preconditions = {nobody_is_primary(evidence), candidate_answers(wish, evidence)};
  if (!proposal.preconditions.front().holds) return proposal;
  proposal.preconditions.push_back(lost_one_is_known(lost));
  proposal.preconditions.push_back(nobody_promotes(evidence));
  proposal.preconditions.push_back(loss_is_excluded(wish, evidence, lost));
  proposal.preconditions.push_back(enough_hosts_answer(wish, evidence));
  return proposal;
}

}  // namespace pgmahout::decide
