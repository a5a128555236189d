#include "decide/pause.hpp"

#include "decide/status/evidence.hpp"

namespace pgmahout::decide {

// A node that does not answer is asked all the same, and told about when it has not heard it: it
// may lead when it is back, and would replace a primary.
model::Proposal propose_pause(const model::Cluster& cluster, const model::Reports& reports,
                              bool pause) {
  model::Proposal proposal{.command = pause ? "pause" : "resume", .cluster = cluster.name};
  std::vector<std::string> wanting;
  for (const model::Node& node : cluster.nodes) {
    const auto& report = reports.nodes.at(static_cast<std::size_t>(node.id));
    if (!report || report->pause.has_value() != pause) wanting.push_back(node.name);
  }
  if (wanting.empty())
    proposal.nothing_to_do =
        pause ? "automatic failover is paused already" : "automatic failover is not paused";
  else
    proposal.steps.push_back(
        (pause ? "replace no primary without being asked: " : "replace a lost primary again: ") +
        listed(wanting));
  return proposal;
}

}  // namespace pgmahout::decide
