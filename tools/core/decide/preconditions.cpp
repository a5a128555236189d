#include "decide/preconditions.hpp"

#include <algorithm>

#include "decide/status/nodes.hpp"

namespace pgmahout::decide {

namespace {

using model::Precondition;
using Names = std::vector<std::string>;

Precondition holds_when_empty(std::string what, const Names& odd, const std::string& verb,
                              std::string next) {
  if (odd.empty()) return {.what = std::move(what), .holds = true};
  return {.what = std::move(what), .evidence = listed(odd) + " " + verb, .next = std::move(next)};
}

template <typename Odd>
Names nodes_where(const Evidence& evidence, const Odd& odd) {
  Names names;
  for (const model::Node& node : evidence.cluster.nodes)
    if (odd(node)) names.push_back(node.name);
  return names;
}

// What the leading Pgpool-II believes and is not so.
Names wrongly_believed(const Evidence& evidence, const model::Beliefs& beliefs) {
  return nodes_where(evidence, [&](const model::Node& node) {
    const auto found = std::ranges::find(beliefs, node.id, &model::BackendBelief::id);
    const bool is_primary = evidence.primary == &node;
    return found == beliefs.end() || !found->up || found->primary != is_primary;
  });
}

}  // namespace

Precondition node_answers(const Evidence& evidence, const std::string& name,
                          const model::Node* node) {
  const std::string what = name + " is a node of the cluster, and answers";
  if (node == nullptr)
    return {.what = what,
            .evidence = "the cluster has no such node",
            .next = "see pgmahout status for their names"};
  if (evidence.report(*node) != nullptr) return {.what = what, .holds = true};
  return {.what = what, .evidence = "it does not answer", .next = "is the machine up?"};
}

Precondition commits_go_on_without(const Evidence& evidence, const model::Node& node) {
  const std::string what = "commits are confirmed without " + node.name;
  const auto& replication = evidence.cluster.replication;
  const auto left = std::ranges::count_if(evidence.cluster.nodes, [&](const model::Node& other) {
    return &other != &node && evidence.primary != &other && evidence.streams(other);
  });
  const bool waits = replication.synchronous != model::Synchronous::off &&
                     replication.standbys_lost == model::StandbysLost::block;
  if (!waits || left >= replication.confirmations) return {.what = what, .holds = true};
  return {.what = what,
          .evidence = std::to_string(left) + " other standbys stream, each commit waits for " +
                      std::to_string(replication.confirmations),
          .next = "bring another standby back first; see pgmahout status"};
}

Precondition every_node_answers(const Evidence& evidence) {
  return holds_when_empty(
      "every node answers",
      nodes_where(evidence, [&](const auto& node) { return evidence.report(node) == nullptr; }),
      "did not say how they are", "see pgmahout status; without a node use pgmahout failover");
}

Precondition one_primary(const Evidence& evidence) {
  const auto writing = std::ranges::count_if(
      evidence.seen.nodes, [](const model::NodeState& node) { return node.accepts_writes(); });
  if (writing == 1 && evidence.primary != nullptr)
    return {.what = "exactly one node is primary", .holds = true};
  return {.what = "exactly one node is primary",
          .evidence = std::to_string(writing) + " nodes accept writes",
          .next = writing == 0 ? "use pgmahout failover" : "see pgmahout status"};
}

Precondition others_stream(const Evidence& evidence) {
  return holds_when_empty("every other node streams from the primary",
                          nodes_where(evidence,
                                      [&](const auto& node) {
                                        return evidence.primary != &node && !evidence.streams(node);
                                      }),
                          "do not", "see pgmahout status; pgmahout-heal sees to standbys");
}

Precondition candidate_is_near(const Evidence& evidence, const model::Node& candidate,
                               std::int64_t lag_bytes) {
  const std::string what = candidate.name + " is close behind and replays";
  const auto* row = evidence.row(candidate);
  const auto* server = evidence.server(candidate);
  if (server != nullptr && server->replay_paused)
    return {.what = what,
            .evidence = "its replay is paused",
            .next = "SELECT pg_wal_replay_resume() there"};
  if (row != nullptr && row->lag_bytes.value_or(lag_bytes + 1) <= lag_bytes)
    return {.what = what, .holds = true};
  return {.what = what,
          .evidence = row == nullptr
                          ? "the primary knows nothing of it"
                          : std::to_string(row->lag_bytes.value_or(0)) + " bytes behind, " +
                                std::to_string(lag_bytes) + " are allowed",
          .next = "wait until it has replayed; see pgmahout status --watch"};
}

Precondition nobody_is_fenced(const Evidence& evidence) {
  return holds_when_empty("no node is fenced",
                          nodes_where(evidence,
                                      [&](const auto& node) {
                                        const auto* report = evidence.report(node);
                                        return report != nullptr && report->fence.has_value();
                                      }),
                          "are", "pgmahout-heal makes them standbys; see pgmahout status");
}

// The old primary comes back by them.
Precondition all_are_guarded(const Evidence& evidence) {
  return holds_when_empty("pgmahout-guard and pgmahout-heal run on every node",
                          nodes_where(evidence,
                                      [&](const auto& node) {
                                        return evidence.report(node) != nullptr &&
                                               !is_guarded(evidence, node);
                                      }),
                          "are not guarded", "systemctl enable --now pgmahout-guard pgmahout-heal");
}

Precondition leader_has_quorum(const Evidence& evidence) {
  const auto* report = evidence.leader == nullptr ? nullptr : evidence.report(*evidence.leader);
  const bool leads = report != nullptr && report->watchdog && report->watchdog->leader;
  if (leads && report->watchdog->quorum)
    return {.what = "a Pgpool-II leads, with a quorum", .holds = true};
  return {.what = "a Pgpool-II leads, with a quorum",
          .evidence = leads ? "the leader has no quorum" : "no node says that it leads",
          .next = "start Pgpool-II on enough nodes; see pgmahout status"};
}

Precondition pgpool_agrees(const Evidence& evidence) {
  const std::string what = "Pgpool-II knows who is what";
  const auto* beliefs = leading_beliefs(evidence);
  if (beliefs == nullptr)
    return {.what = what,
            .evidence = "the leading Pgpool-II does not say what it believes",
            .next = "systemctl status pgpool2 on the leading node"};
  return holds_when_empty(what, wrongly_believed(evidence, *beliefs), "are something else for it",
                          "the guards correct it within seconds");
}

// Pgpool-II changes the primary by the same command as when one is lost.
Precondition not_paused(const Evidence& evidence) {
  return holds_when_empty("automatic failover is not paused",
                          nodes_where(evidence,
                                      [&](const auto& node) {
                                        const auto* report = evidence.report(node);
                                        return report != nullptr && report->pause.has_value();
                                      }),
                          "are paused", "pgmahout resume");
}

Precondition no_failover_at_work(const Evidence& evidence) {
  return holds_when_empty("no failover is at work",
                          nodes_where(evidence,
                                      [&](const auto& node) {
                                        const auto* server = evidence.server(node);
                                        return server != nullptr &&
                                               (server->state.in_turn || server->state.promoting ||
                                                server->state.frozen);
                                      }),
                          "are part of one", "wait until it is over, half a minute at most");
}

}  // namespace pgmahout::decide
