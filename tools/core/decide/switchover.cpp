#include "decide/switchover.hpp"

#include <algorithm>
#include <tuple>

#include "decide/preconditions.hpp"

namespace pgmahout::decide {

namespace {

using model::Precondition;

// A few bytes more or less change from moment to moment: who is proposed is to be who is promoted.
constexpr std::int64_t kWalSegmentBytes = std::int64_t{16} << 20U;

Precondition candidate_is_known(const SwitchoverWish& wish, const model::Node* candidate) {
  if (wish.to.empty())
    return {.what = "a standby can take its place",
            .holds = candidate != nullptr,
            .evidence = candidate == nullptr ? "no standby streams" : "",
            .next = candidate == nullptr ? "see pgmahout status" : ""};
  return {.what = wish.to + " is a node of the cluster",
          .holds = candidate != nullptr,
          .evidence = candidate == nullptr ? "the cluster has no such node" : "",
          .next = candidate == nullptr ? "see pgmahout status for their names" : ""};
}

Precondition can_be_named(const SwitchoverWish& wish) {
  const bool can = promotes_whom_one_names(wish.cluster.pgpool.version);
  return {.what = "this Pgpool-II promotes whom one names",
          .holds = can,
          .evidence = can ? "" : "it can do so since 4.3",
          .next = can ? "" : "leave --to away: then whoever is best becomes primary"};
}

const model::Node* candidate_of(const SwitchoverWish& wish, const Evidence& evidence) {
  return wish.to.empty() ? best_candidate(evidence) : wish.cluster.find(wish.to);
}

}  // namespace

bool promotes_whom_one_names(const model::Version& pgpool) {
  return pgpool >= model::Version{4, 3, 0};
}

const model::Node* best_candidate(const Evidence& evidence) {
  const auto rank = [&](const model::Node& node) {
    const auto* row = evidence.row(node);
    const bool confirms = row->sync_state == "sync" || row->sync_state == "quorum";
    return std::tuple(!confirms, row->lag_bytes.value_or(0) / kWalSegmentBytes, node.id);
  };
  const model::Node* best = nullptr;
  for (const model::Node& node : evidence.cluster.nodes) {
    if (evidence.primary == &node || !evidence.streams(node)) continue;
    if (best == nullptr || rank(node) < rank(*best)) best = &node;
  }
  return best;
}

model::Proposal propose_switchover(const SwitchoverWish& wish) {
  const Evidence evidence = gather(wish.cluster, wish.reports);
  const model::Node* candidate = candidate_of(wish, evidence);
  model::Proposal proposal{.command = "switchover", .cluster = wish.cluster.name};
  if (evidence.primary != nullptr) proposal.from = evidence.primary->name;
  if (candidate != nullptr) proposal.to = candidate->name;
  if (candidate != nullptr && candidate == evidence.primary)
    proposal.nothing_to_do = candidate->name + " is primary already";
  proposal.preconditions = {candidate_is_known(wish, candidate),
                            every_node_answers(evidence),
                            one_primary(evidence),
                            others_stream(evidence),
                            nobody_is_fenced(evidence),
                            all_are_guarded(evidence),
                            leader_has_quorum(evidence),
                            pgpool_agrees(evidence),
                            not_paused(evidence),
                            no_failover_at_work(evidence)};
  if (!wish.to.empty()) proposal.preconditions.push_back(can_be_named(wish));
  if (candidate != nullptr && candidate != evidence.primary)
    proposal.preconditions.push_back(
        candidate_is_near(evidence, *candidate, wish.limits.lag_bytes));
  return proposal;
}

}  // namespace pgmahout::decide
