#include <algorithm>

#include "decide/verify/rules.hpp"

namespace pgmahout::decide {

namespace {

using model::PgpoolState;

// The release "4.3.5" belongs to the branch 4.3; a configured patch level must match whole.
bool same_version(const model::Version& wanted, const std::string& running) {
  const auto version = model::parse_version(running);
  if (!version) return false;
  if (version->major_number != wanted.major_number) return false;
  if (version->minor_number != wanted.minor_number) return false;
  return wanted.patch == 0 || version->patch == wanted.patch;
}

// What PostgreSQL itself says of the node behind a backend; empty: it did not answer.
std::string true_role(const Situation& situation, const std::string& address) {
  for (const Answered& answered : answered_nodes(situation))
    if (answered.node.address == address && answered.state.postgresql)
      return answered.state.postgresql->in_recovery ? "standby" : "primary";
  return {};
}

// "waiting" is up as well: none of its processes has connected since the node was attached, and
// those that have sessions kept from before need not connect (manual page of pcp_node_info).
bool is_up(const std::string& status) { return status == "up" || status == "waiting"; }

void judge_backend(const model::BackendRow& row, const std::string& truth, Outcome& outcome) {
  const std::string who = "backend " + std::to_string(row.id) + " (" + row.host + ")";
  if (!is_up(row.status)) outcome.fail(who + " is " + row.status);
  if (!row.live_status.empty() && row.live_status != "up")
    outcome.fail(who + " is " + row.live_status + " when asked directly");
  if (truth.empty()) return;
  if (row.role != truth) outcome.fail(who + " is called " + row.role + ", but is " + truth);
  if (!row.live_role.empty() && row.live_role != truth)
    outcome.fail(who + " has pg_role " + row.live_role + ", but is " + truth);
}

Outcome judge_rows(const Situation& situation, const PgpoolState& state) {
  Outcome outcome;
  for (const model::Node& node : situation.cluster.nodes) {
    const auto row = std::ranges::find(state.backends, node.id, &model::BackendRow::id);
    if (row == state.backends.end() || row->host != node.address)
      outcome.fail("backend " + std::to_string(node.id) + " is not " + node.address);
    else
      judge_backend(*row, true_role(situation, node.address), outcome);
  }
  if (state.backends.size() > situation.cluster.nodes.size())
    outcome.fail("more backends than nodes: " + std::to_string(state.backends.size()));
  return outcome;
}

}  // namespace

Outcome judge_pgpool_answers(const Situation& situation) {
  return each_node(situation, [](const Answered& answered) {
    Outcome outcome;
    if (!answered.state.pgpool)
      outcome.add(answered.state.pgpool.error().kind == model::ErrorKind::no_answer
                      ? model::Verdict::no_answer
                      : model::Verdict::fail,
                  answered.state.pgpool.error().what);
    return outcome;
  });
}

Outcome judge_pgpool_version(const Situation& situation) {
  const model::Version& wanted = situation.cluster.pgpool.version;
  std::string first;
  return each_pgpool(situation, [&](const Answered&, const PgpoolState& state) {
    Outcome outcome;
    if (first.empty()) first = state.version;
    if (!same_version(wanted, state.version))
      outcome.fail("Pgpool-II " + state.version + " runs, not " + model::to_string(wanted));
    if (state.version != first)
      outcome.fail("Pgpool-II " + state.version + " runs, but " + first + " on another node");
    if (outcome.evidence.empty()) outcome.note("Pgpool-II " + state.version);
    return outcome;
  });
}

Outcome judge_pgpool_node_id(const Situation& situation) {
  if (situation.cluster.pgpool.version < model::Version{4, 2, 0}) {
    Outcome outcome;
    outcome.note("this version has no node ids");
    return outcome;
  }
  return each_node(situation, [](const Answered& answered) {
    Outcome outcome;
    const std::string wanted = std::to_string(answered.node.id);
    if (answered.state.pgpool_node_id != wanted)
      outcome.fail("pgpool_node_id holds \"" + answered.state.pgpool_node_id + "\", not " + wanted);
    return outcome;
  });
}

Outcome judge_backends(const Situation& situation) {
  return each_pgpool(situation, [&](const Answered&, const PgpoolState& state) {
    Outcome outcome = judge_rows(situation, state);
    if (outcome.evidence.empty())
      outcome.note(std::to_string(state.backends.size()) + " backends up, roles true");
    return outcome;
  });
}

}  // namespace pgmahout::decide
