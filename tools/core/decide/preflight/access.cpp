#include "decide/preflight/rules.hpp"

namespace pgmahout::decide {

using model::MachineProbe;
using model::Node;
using model::Verdict;

Outcome each_machine(const PreflightSituation& situation,
                     const std::function<Outcome(const Node&, const MachineProbe&)>& judge) {
  Outcome all;
  for (const Node& node : situation.cluster.nodes) {
    const auto found = situation.seen.nodes.find(node.name);
    if (found == situation.seen.nodes.end() || !found->second) {
      all.add(Verdict::skipped, node.name + ": not asked");
      continue;
    }
    Outcome outcome = judge(node, *found->second);
    for (std::string& line : outcome.evidence) line.insert(0, node.name + ": ");
    all.merge(outcome);
  }
  return all;
}

Outcome judge_reach(const PreflightSituation& situation) {
  Outcome outcome;
  for (const Node& node : situation.cluster.nodes) {
    const auto found = situation.seen.nodes.find(node.name);
    if (found == situation.seen.nodes.end()) {
      outcome.add(Verdict::no_answer, node.name + ": not asked");
    } else if (!found->second) {
      const auto& error = found->second.error();
      const bool silent =
          error.kind == model::ErrorKind::no_answer || error.kind == model::ErrorKind::interrupted;
      outcome.add(silent ? Verdict::no_answer : Verdict::fail, node.name + ": " + error.what);
    }
  }
  return outcome;
}

Outcome judge_sudo(const PreflightSituation& situation) {
  return each_machine(situation, [](const Node& /*node*/, const MachineProbe& probe) {
    Outcome outcome;
    if (probe.privilege != model::Privilege::refused) return outcome;
    const std::string said = probe.sudo_error.empty() ? "" : ": " + probe.sudo_error;
    outcome.fail("user " + probe.user + " does not become root by sudo -n" + said);
    return outcome;
  });
}

Outcome judge_python(const PreflightSituation& situation) {
  return each_machine(situation, [](const Node& /*node*/, const MachineProbe& probe) {
    Outcome outcome;
    if (!probe.python.starts_with("3.")) outcome.fail("there is no python3");
    return outcome;
  });
}

}  // namespace pgmahout::decide
