#include "decide/verify/rule.hpp"

#include <utility>

namespace pgmahout::decide {

namespace {

using model::Verdict;

// Evidence speaks of one node: the node's name goes before each line.
Outcome with_name(const std::string& name, Outcome outcome) {
  for (std::string& line : outcome.evidence) line.insert(0, name + ": ");
  return outcome;
}

// A part of a node that could not be asked: another rule tells the fault, unless nothing came back.
Outcome unanswered(const model::Error& error, const std::string& who) {
  Outcome outcome;
  const bool silent = error.kind == model::ErrorKind::no_answer;
  outcome.add(silent ? Verdict::no_answer : Verdict::skipped, who + " could not be asked");
  return outcome;
}

template <typename Part, typename Judge>
Outcome each_part(const Situation& situation, model::Result<Part> model::NodeInspection::*part,
                  const std::string& who, const Judge& judge) {
  return each_node(situation, [&](const Answered& answered) {
    const model::Result<Part>& state = answered.state.*part;
    return state ? judge(answered, *state) : unanswered(state.error(), who);
  });
}

}  // namespace

std::vector<Answered> answered_nodes(const Situation& situation) {
  std::vector<Answered> answered;
  for (const model::Node& node : situation.cluster.nodes) {
    const auto state = situation.inspection.nodes.find(node.name);
    if (state == situation.inspection.nodes.end() || !state->second) continue;
    answered.push_back({node, *state->second, situation.expectation.nodes.at(node.name)});
  }
  return answered;
}

Outcome each_node(const Situation& situation,
                  const std::function<Outcome(const Answered&)>& judge) {
  Outcome all;
  for (const Answered& answered : answered_nodes(situation))
    all.merge(with_name(answered.node.name, judge(answered)));
  for (const model::Node& node : situation.cluster.nodes) {
    const auto state = situation.inspection.nodes.find(node.name);
    if (state == situation.inspection.nodes.end() || !state->second)
      all.add(Verdict::no_answer, node.name + ": no answer");
  }
  return all;
}

Outcome each_postgresql(
    const Situation& situation,
    const std::function<Outcome(const Answered&, const model::PostgresqlState&)>& judge) {
  return each_part(situation, &model::NodeInspection::postgresql, "PostgreSQL", judge);
}

Outcome each_pgpool(
    const Situation& situation,
    const std::function<Outcome(const Answered&, const model::PgpoolState&)>& judge) {
  return each_part(situation, &model::NodeInspection::pgpool, "Pgpool-II", judge);
}

Outcome each_watchdog(
    const Situation& situation,
    const std::function<Outcome(const Answered&, const model::WatchdogState&)>& judge) {
  return each_part(situation, &model::NodeInspection::watchdog, "the watchdog", judge);
}

std::vector<Answered> primaries(const Situation& situation) {
  std::vector<Answered> found;
  for (const Answered& answered : answered_nodes(situation))
    if (answered.state.postgresql && !answered.state.postgresql->in_recovery)
      found.push_back(answered);
  return found;
}

Outcome without_primary(const Situation& situation) {
  const auto count = primaries(situation).size();
  const bool all_answered = answered_nodes(situation).size() == situation.cluster.nodes.size();
  Outcome outcome;
  outcome.add(count == 0 && !all_answered ? Verdict::no_answer : Verdict::skipped,
              std::to_string(count) + " primaries are known, one is needed to judge this");
  return outcome;
}

Outcome on_primary(
    const Situation& situation,
    const std::function<Outcome(const Answered&, const model::PostgresqlState&)>& judge) {
  const std::vector<Answered> found = primaries(situation);
  if (found.size() != 1) return without_primary(situation);
  const Answered& primary = found.front();
  return with_name(primary.node.name, judge(primary, *primary.state.postgresql));
}

}  // namespace pgmahout::decide
