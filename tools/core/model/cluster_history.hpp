#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/error.hpp"
#include "model/exit_code.hpp"
#include "model/loss.hpp"
#include "model/lsn.hpp"
#include "model/timeline.hpp"

namespace pgmahout::model {

/// A line of a journal: where it stands, when it was written, by which run of an operation. Times
/// are texts whose order is that of the times ("2026-03-01T12:00:00.123Z").
struct JournalPlace {
  std::string node;
  std::string at;
  std::string operation_id;

  bool operator==(const JournalPlace&) const = default;
};

/// What a failover certified. The optional ones it did not know.
struct CertifiedFailover {
  JournalPlace place;
  std::string from;
  std::string to;
  std::string why;
  Loss loss = Loss::unknown;
  std::string proof;
  std::optional<Timeline> timeline;
  std::optional<TimelineSwitch> parent;      ///< where the timeline left which
  std::optional<std::int64_t> heard_ms_ago;  ///< a standby the old primary, as it began
  std::optional<std::int64_t> gap_ms;        ///< from then to the certificate

  bool operator==(const CertifiedFailover&) const = default;
};

/// A failover that promoted a node, whether it came to certify it or not.
struct NotedPromotion {
  JournalPlace place;
  std::string to;

  bool operator==(const NotedPromotion&) const = default;
};

/// A failover that promoted nobody.
struct RefusedFailover {
  JournalPlace place;
  std::string reason;

  bool operator==(const RefusedFailover&) const = default;
};

/// WAL that a node had past a fork and gave up when it rejoined.
struct UndoneWal {
  JournalPlace place;
  Timeline timeline;  ///< the newest one that it had
  Lsn from;           ///< the fork
  Lsn to;
  std::uint64_t bytes = 0;
  std::optional<std::uint64_t> transactions;  ///< nothing: nobody could count them
  std::string kept;                           ///< the directory with a copy; empty: none

  bool operator==(const UndoneWal&) const = default;
};

/// A .history file on a node.
struct HistoryFile {
  TimelineHistory history;
  std::string written;  ///< when the file was written there
  bool undone = false;  ///< it was renamed, because the timeline was undone

  bool operator==(const HistoryFile&) const = default;
};

/// The server of a node, when it answers.
struct ServerTimeline {
  Timeline timeline;
  bool in_recovery = false;
  bool elected = false;  ///< a failover began its timeline, or initdb

  bool operator==(const ServerTimeline&) const = default;
};

/// What one node knows of the past.
struct NodeHistory {
  std::vector<CertifiedFailover> failovers;
  std::vector<NotedPromotion> promotions;
  std::vector<RefusedFailover> refusals;
  std::vector<UndoneWal> undone;
  std::vector<HistoryFile> files;
  std::optional<ServerTimeline> server;
  std::string since;      ///< when the oldest line that was read was written; empty: none was
  bool complete = false;  ///< since is when the journal began: nothing older was thrown away
  std::int64_t not_understood = 0;  ///< lines and files: torn, or of another version

  bool operator==(const NodeHistory&) const = default;
};

/// What every node that was asked said, or why it said nothing.
using NodeHistories = std::map<std::string, Result<NodeHistory>>;

/// How a timeline began.
enum class TimelineOrigin : std::uint8_t {
  initdb,
  failover,
  by_hand,  ///< somebody promoted a standby past the tools
  unknown,  ///< no certificate; but there may have been one that nobody could be asked for
};

/// One timeline of the cluster, and the change of primary that began it.
struct TimelineChange {
  std::optional<Timeline> timeline;  ///< nothing: certified, and nobody says which it was
  std::optional<TimelineSwitch> parent;
  std::string began_at;  ///< empty: nobody knows
  TimelineOrigin origin = TimelineOrigin::unknown;
  bool present = false;    ///< the primary writes it now
  bool abandoned = false;  ///< the present one does not descend from it
  std::string from;        ///< the primary before; empty: nobody knows
  std::string to;          ///< the primary from then on; empty: nobody knows
  std::string why;
  std::optional<Loss> loss;  ///< what the certificate says; nothing: there is none
  std::string proof;
  std::optional<std::int64_t> heard_ms_ago;
  std::optional<std::int64_t> gap_ms;
  std::string operation_id;
  std::vector<UndoneWal> undone;  ///< what nodes gave up that went past the fork
  int refused_before = 0;         ///< failovers that promoted nobody, since the change before
  std::string last_refusal;       ///< why the last of them did not

  bool operator==(const TimelineChange&) const = default;
};

/// A node that was asked and did not answer.
struct SilentNode {
  std::string name;
  Error error;

  bool operator==(const SilentNode&) const = default;
};

/// The timelines of a cluster, oldest first.
struct ClusterHistory {
  std::string cluster;
  std::vector<TimelineChange> timelines;
  int refused_since = 0;  ///< failovers that promoted nobody, since the last change
  std::string last_refusal;
  std::vector<std::string> remarks;  ///< contradictions, and what could not be read
  std::vector<SilentNode> silent;

  bool operator==(const ClusterHistory&) const = default;
};

/// No answer as soon as one node is silent: what is told may not be all.
[[nodiscard]] inline ExitCode exit_code(const ClusterHistory& history) {
  return history.silent.empty() ? ExitCode::ok : ExitCode::no_answer;
}

}  // namespace pgmahout::model
