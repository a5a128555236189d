#include <algorithm>

#include "decide/status/findings.hpp"
#include "decide/status/not_streaming.hpp"

namespace pgmahout::decide {

namespace {

using model::Severity;

constexpr std::int64_t kMebibyte = std::int64_t{1} << 20U;

std::string words_for(const Evidence& evidence, const model::Node& node) {
  const std::string& primary = evidence.primary->name;
  const std::string& follows = evidence.server(node)->state.follows;
  switch (why_not_streaming(evidence, node)) {
    case NotStreaming::frozen:
      return "it was told to follow nobody, as a failover does while it compares";
    case NotStreaming::diverged:
      return "it has WAL that " + primary + " has not: it must be rewound";
    case NotStreaming::follows_other:
      return "it follows " + (follows.empty() ? "nobody of the cluster" : follows) + " and not " +
             primary;
    case NotStreaming::unconnected:
      return primary + " knows nothing of it";
    case NotStreaming::not_ready:
      break;
  }
  return "it is in state " + evidence.row(node)->state;
}

void add_not_streaming(const Evidence& evidence, const model::Node& node, Findings& findings) {
  if (!lacks_streaming(evidence, node)) return;
  findings.push_back({.id = "standby.not_streaming",
                      .severity = Severity::warning,
                      .node = node.name,
                      .what = "it does not stream from " + evidence.primary->name + ": " +
                              words_for(evidence, node),
                      .next =
                          "the service pgmahout-heal there sees to it; its journal says what it "
                          "waits for"});
}

void add_lag_findings(const Evidence& evidence, const model::Node& node, const StatusLimits& limits,
                      Findings& findings) {
  const auto* row = evidence.row(node);
  const auto* server = evidence.server(node);
  if (server != nullptr && server->replay_paused)
    findings.push_back({.id = "standby.replay_paused",
                        .severity = Severity::warning,
                        .node = node.name,
                        .what = "somebody has paused its replay",
                        .next = "SELECT pg_wal_replay_resume() there"});
  if (row != nullptr && row->lag_bytes.value_or(0) > limits.lag_bytes)
    findings.push_back(
        {.id = "standby.behind",
         .severity = Severity::warning,
         .node = node.name,
         .what = "it is " + std::to_string(*row->lag_bytes / kMebibyte) + " MiB behind",
         .next = "look at its load, its disk and its network, and for long queries on it"});
}

void add_slot_findings(const Evidence& evidence, const model::Node& node, Findings& findings) {
  const auto* slot = evidence.slot(node);
  const std::string on = " on " + evidence.primary->name;
  if (slot == nullptr || slot->wal_status == "lost") {
    findings.push_back({.id = slot == nullptr ? "slot.missing" : "slot.lost",
                        .severity = Severity::warning,
                        .node = node.name,
                        .what = "its slot " + node.slot_name + on +
                                (slot == nullptr ? " is missing" : " has lost WAL that it needs"),
                        .next = "pgmahout-heal makes it anew; if it stays, pgmahout clone"});
    return;
  }
  if (slot->active) return;
  findings.push_back({.id = "slot.inactive",
                      .severity = Severity::note,
                      .node = node.name,
                      .what = "its slot" + on + " keeps " +
                              std::to_string(slot->retained_bytes.value_or(0) / kMebibyte) +
                              " MiB of WAL for it",
                      .next = "beyond max_slot_wal_keep_size, " +
                              evidence.cluster.postgresql.max_slot_wal_keep_size +
                              ", it is copied afresh when it is back"});
}

bool confirms(const model::StandbyRow& row) {
  return row.state == "streaming" && (row.sync_state == "sync" || row.sync_state == "quorum");
}

void add_confirmations(const Evidence& evidence, const model::ServerReport& primary,
                       Findings& findings) {
  const auto& wanted = evidence.cluster.replication;
  if (wanted.synchronous == model::Synchronous::off) return;
  const auto confirming = std::ranges::count_if(primary.standbys, confirms);
  if (primary.synchronous_names.empty()) {
    findings.push_back({.id = "synchronous.off",
                        .severity = Severity::warning,
                        .node = evidence.primary->name,
                        .what = "no standby confirms its commits: a failover may lose some",
                        .next = "pgmahout-heal sets the names again when enough standbys stream"});
  } else if (confirming < wanted.confirmations) {
    findings.push_back({.id = "synchronous.blocked",
                        .severity = Severity::critical,
                        .node = evidence.primary->name,
                        .what = "commits wait: " + std::to_string(confirming) + " of " +
                                std::to_string(wanted.confirmations) +
                                " standbys are there that must confirm them",
                        .next = "bring a standby back; pgmahout_standbys_lost: degrade would let "
                                "commits go on without"});
  }
}

}  // namespace

bool lacks_streaming(const Evidence& evidence, const model::Node& node) {
  const auto* server = evidence.server(node);
  return evidence.primary != nullptr && evidence.primary != &node && server != nullptr &&
         server->state.in_recovery && !evidence.streams(node);
}

NotStreaming why_not_streaming(const Evidence& evidence, const model::Node& node) {
  const auto& server = evidence.server(node)->state;
  if (server.frozen) return NotStreaming::frozen;
  const auto* on = evidence.server(*evidence.primary);
  if (on != nullptr && model::lineage_of(server.position(), server.history, on->state.history) ==
                           model::Lineage::diverged)
    return NotStreaming::diverged;
  if (server.follows != evidence.primary->name) return NotStreaming::follows_other;
  return evidence.row(node) == nullptr ? NotStreaming::unconnected : NotStreaming::not_ready;
}

void find_in_replication(const Evidence& evidence, const StatusLimits& limits, Findings& findings) {
  if (evidence.primary == nullptr) return;
  if (const auto* primary = evidence.server(*evidence.primary))
    add_confirmations(evidence, *primary, findings);
  for (const model::Node& node : evidence.cluster.nodes) {
    if (&node == evidence.primary) continue;
    add_not_streaming(evidence, node, findings);
    add_lag_findings(evidence, node, limits, findings);
    add_slot_findings(evidence, node, findings);
  }
}

}  // namespace pgmahout::decide
