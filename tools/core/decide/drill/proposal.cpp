#include "decide/drill/proposal.hpp"

#include "decide/preconditions.hpp"
#include "decide/status/status.hpp"
#include "decide/switchover.hpp"

namespace pgmahout::decide {

namespace {

using model::DrillScenario;
using model::Precondition;

constexpr std::size_t kFewestNodes = 3;

Precondition has_three_nodes(const model::Cluster& cluster) {
  const bool holds = cluster.nodes.size() >= kFewestNodes;
  return {.what = "the cluster has three nodes or more",
          .holds = holds,
          .evidence = holds ? "" : "it has " + std::to_string(cluster.nodes.size()),
          .next = holds ? "" : "a smaller one has no quorum without the node that is hurt"};
}

Precondition status_is_well(const DrillWish& wish) {
  const auto complaints = complaints_of(wish.cluster, wish.reports);
  return {.what = "pgmahout status finds nothing that is not as it should be",
          .holds = complaints.empty(),
          .evidence = complaints.empty() ? "" : complaints.front(),
          .next = complaints.empty() ? "" : "see pgmahout status"};
}

const model::Node* victim_of(DrillScenario scenario, const Evidence& evidence) {
  return scenario == DrillScenario::leader ? evidence.leader : evidence.primary;
}

}  // namespace

std::vector<std::string> complaints_of(const model::Cluster& cluster,
                                       const model::Reports& reports) {
  std::vector<std::string> complaints;
  for (const auto& finding : judge_status(cluster, reports).findings)
    if (finding.severity > model::Severity::note)
      complaints.push_back((finding.node.empty() ? "" : finding.node + ": ") + finding.what);
  return complaints;
}

model::Proposal propose_drill(const DrillWish& wish) {
  const Evidence evidence = gather(wish.cluster, wish.reports);
  model::Proposal proposal{
      .command = "drill",
      .cluster = wish.cluster.name,
      .preconditions = {has_three_nodes(wish.cluster), every_node_answers(evidence),
                        one_primary(evidence), others_stream(evidence), nobody_is_fenced(evidence),
                        all_are_guarded(evidence), leader_has_quorum(evidence),
                        pgpool_agrees(evidence), not_paused(evidence),
                        no_failover_at_work(evidence), status_is_well(wish)},
      .steps = wish.steps};
  if (const auto* victim = victim_of(wish.scenario, evidence)) proposal.from = victim->name;
  const auto* next = best_candidate(evidence);
  if (wish.scenario == DrillScenario::switchover && next != nullptr) proposal.to = next->name;
  return proposal;
}

}  // namespace pgmahout::decide
