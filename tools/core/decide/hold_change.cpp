#include "decide/hold_change.hpp"

#include "decide/preconditions.hpp"

namespace pgmahout::decide {

namespace {

model::Precondition is_not_primary(const Evidence& evidence, const model::Node& node) {
  const auto* server = evidence.server(node);
  const bool writes = server != nullptr && !server->state.in_recovery;
  if (!writes) return {.what = node.name + " is not the primary", .holds = true};
  return {.what = node.name + " is not the primary",
          .evidence = "it accepts writes",
          .next = "pgmahout switchover first"};
}

}  // namespace

model::Proposal propose_hold(const model::Cluster& cluster, const model::Reports& reports,
                             const std::string& name) {
  const Evidence evidence = gather(cluster, reports);
  const model::Node* node = cluster.find(name);
  model::Proposal proposal{.command = "fence", .cluster = cluster.name, .to = name};
  proposal.preconditions = {node_answers(evidence, name, node)};
  const auto* report = node == nullptr ? nullptr : evidence.report(*node);
  if (report == nullptr) return proposal;
  proposal.preconditions.push_back(is_not_primary(evidence, *node));
  proposal.preconditions.push_back(commits_go_on_without(evidence, *node));
  const bool is_held = report->fence && report->fence->held;
  if (is_held && !report->postmaster) proposal.nothing_to_do = name + " is held down already";
  proposal.steps = {"stop PostgreSQL and keep it down, over reboots: " + name};
  return proposal;
}

model::Proposal propose_let_go(const model::Cluster& cluster, const model::Reports& reports,
                               const std::string& name) {
  const Evidence evidence = gather(cluster, reports);
  const model::Node* node = cluster.find(name);
  model::Proposal proposal{.command = "unfence", .cluster = cluster.name, .to = name};
  proposal.preconditions = {node_answers(evidence, name, node)};
  const auto* report = node == nullptr ? nullptr : evidence.report(*node);
  if (report == nullptr) return proposal;
  if (!report->fence)
    proposal.nothing_to_do = name + " is not fenced";
  else if (!report->fence->held)
    proposal.nothing_to_do = "nobody holds " + name + " down: pgmahout-heal makes it a standby " +
                             "when it can, and pgmahout rejoin " + name + " does so now";
  proposal.steps = {"let it become a standby of the primary again: " + name};
  return proposal;
}

}  // namespace pgmahout::decide
