#include "decide/rejoin_change.hpp"

#include "decide/preconditions.hpp"

namespace pgmahout::decide {

namespace {

model::Precondition node_answers(const Evidence& evidence, const std::string& name,
                                 const model::Node* node) {
  const std::string what = name + " is a node of the cluster, and answers";
  if (node == nullptr)
    return {.what = what,
            .evidence = "the cluster has no such node",
            .next = "see pgmahout status for their names"};
  if (evidence.report(*node) != nullptr) return {.what = what, .holds = true};
  return {.what = what, .evidence = "it does not answer", .next = "is the machine up?"};
}

}  // namespace

model::Proposal propose_rejoin(const model::Cluster& cluster, const model::Reports& reports,
                               const std::string& name) {
  const Evidence evidence = gather(cluster, reports);
  const model::Node* node = cluster.find(name);
  model::Proposal proposal{.command = "rejoin", .cluster = cluster.name, .to = name};
  if (evidence.primary != nullptr) proposal.from = evidence.primary->name;
  proposal.preconditions = {node_answers(evidence, name, node), one_primary(evidence)};
  if (node == nullptr) return proposal;
  if (node == evidence.primary)
    proposal.nothing_to_do = name + " is the primary";
  else if (evidence.streams(*node))
    proposal.nothing_to_do = name + " streams from " + evidence.primary->name + " already";
  return proposal;
}

}  // namespace pgmahout::decide
