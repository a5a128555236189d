#include "decide/rejoin_change.hpp"

#include "decide/preconditions.hpp"

namespace pgmahout::decide {

model::Proposal propose_rejoin(const model::Cluster& cluster, const model::Reports& reports,
                               const std::string& name) {
  const Evidence evidence = gather(cluster, reports);
  const model::Node* node = cluster.find(name);
  model::Proposal proposal{.command = "rejoin", .cluster = cluster.name, .to = name};
  proposal.preconditions = {node_answers(evidence, name, node), one_primary(evidence)};
  if (node == nullptr) return proposal;
  if (node == evidence.primary)
    proposal.nothing_to_do = name + " is the primary";
  else if (evidence.streams(*node))
    proposal.nothing_to_do = name + " streams from " + evidence.primary->name + " already";
  return proposal;
}

}  // namespace pgmahout::decide
