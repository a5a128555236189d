#include "decide/reload_change.hpp"

#include "decide/preconditions.hpp"

namespace pgmahout::decide {

namespace {

model::Precondition runs(const Evidence& evidence, const model::Node& node) {
  const std::string what = "PostgreSQL runs on " + node.name;
  if (evidence.server(node) != nullptr) return {.what = what, .holds = true};
  return {.what = what,
          .evidence = "it does not answer there",
          .next = "a server that starts reads its files anyway; see pgmahout status"};
}

}  // namespace

model::Proposal propose_reload(const model::Cluster& cluster, const model::Reports& reports,
                               const std::vector<std::string>& names) {
  const Evidence evidence = gather(cluster, reports);
  model::Proposal proposal{.command = "reload", .cluster = cluster.name};
  std::vector<std::string> wanted = names;
  if (wanted.empty())
    for (const model::Node& node : cluster.nodes) wanted.push_back(node.name);
  for (const std::string& name : wanted) {
    const model::Node* node = cluster.find(name);
    proposal.preconditions.push_back(node_answers(evidence, name, node));
    if (node != nullptr && evidence.report(*node) != nullptr)
      proposal.preconditions.push_back(runs(evidence, *node));
  }
  proposal.steps = {"read the files of PostgreSQL and Pgpool-II again: " + listed(wanted)};
  return proposal;
}

}  // namespace pgmahout::decide
