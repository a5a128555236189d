#include "decide/attach_change.hpp"

#include <algorithm>

#include "decide/preconditions.hpp"
#include "decide/status/nodes.hpp"

namespace pgmahout::decide {

namespace {

model::Precondition has_its_place(const Evidence& evidence, const model::Node& node) {
  const std::string what = node.name + " is the primary, or streams from it";
  if (evidence.primary == &node || evidence.streams(node)) return {.what = what, .holds = true};
  return {.what = what,
          .evidence = "it is neither",
          .next = "pgmahout rejoin " + node.name + " makes it a standby"};
}

bool is_up(const Evidence& evidence, const model::Node& node) {
  const auto* beliefs = leading_beliefs(evidence);
  if (beliefs == nullptr) return false;
  return std::ranges::any_of(*beliefs,
                             [&](const auto& belief) { return belief.id == node.id && belief.up; });
}

}  // namespace

model::Proposal propose_attach(const model::Cluster& cluster, const model::Reports& reports,
                               const std::string& name) {
  const Evidence evidence = gather(cluster, reports);
  const model::Node* node = cluster.find(name);
  model::Proposal proposal{.command = "attach", .cluster = cluster.name, .to = name};
  proposal.preconditions = {node_answers(evidence, name, node)};
  if (node == nullptr) return proposal;
  proposal.preconditions.push_back(has_its_place(evidence, *node));
  proposal.preconditions.push_back(leader_has_quorum(evidence));
  if (is_up(evidence, *node)) proposal.nothing_to_do = name + " is attached already";
  proposal.steps = {"tell Pgpool-II to use it again: " + name};
  return proposal;
}

}  // namespace pgmahout::decide
