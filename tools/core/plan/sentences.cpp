#include "plan/sentences.hpp"

namespace pgmahout::plan {

namespace {

std::string action_of(StepKind kind) {
  switch (kind) {
    case StepKind::fence:
      return "stop, and keep down until it is a standby: ";
    case StepKind::freeze:
      return "receive nothing more: ";
    case StepKind::unfreeze:
      return "receive again: ";
    case StepKind::release:
      return "may start again: ";
    case StepKind::slots:
      return "make slots for the others: ";
    case StepKind::synchronous:
      return "set who confirms commits: ";
    case StepKind::promote:
      return "promote: ";
    case StepKind::repoint:
      return "follow the new primary: ";
    case StepKind::settle:
      return "make a checkpoint: ";
  }
  return "";
}

std::string name_of_node(const model::Cluster& cluster, int id) {
  const bool known = id >= 0 && static_cast<std::size_t>(id) < cluster.nodes.size();
  return known ? cluster.nodes[static_cast<std::size_t>(id)].name : "node " + std::to_string(id);
}

}  // namespace

std::vector<std::string> sentences(const Plan& plan, const model::Cluster& cluster) {
  std::vector<std::string> told;
  for (const auto& stage : stages(plan)) {
    std::string sentence = action_of(stage.front().kind);
    for (const Step& step : stage)
      sentence += (&step == &stage.front() ? "" : ", ") + name_of_node(cluster, step.node);
    told.push_back(sentence);
  }
  return told;
}

}  // namespace pgmahout::plan
