#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/cluster.hpp"
#include "model/control_data.hpp"
#include "model/node_state.hpp"

namespace pgmahout::decide {

/// What was seen on the node that is to become a standby, and on the primary.
struct RejoinFacts {
  bool other_files = false;      ///< the data directory holds files, but no database cluster
  bool postmaster_runs = false;  ///< whether it answers or not
  bool unused_copy = false;     ///< backup_label lies there: a copy that no server has started from
  bool rewind_cut_off = false;  ///< a rewind began in this data directory and did not end
  bool rewind_failed = false;   ///< one was tried just now
  bool wal_is_gone = false;     ///< it did not stream, for the primary lacks the WAL that it needs
  std::optional<model::ControlData> control;  ///< nothing: there is no database cluster
  std::optional<model::ServerState> server;   ///< what the running server said, if it answered
  model::WalPosition end;                     ///< where the WAL ends that lies there
  model::TimelineHistory history;             ///< how the timeline of that end came to be
  std::string primary_name;
  std::string primary_host;
  int primary_port = 0;
  model::ServerState primary;  ///< asked after the node itself was
  /// As keeps_its_standbys() says of it: a newer timeline here was somebody's promotion by hand.
  bool primary_keeps_its_standbys = false;
  model::Rejoin policy = model::Rejoin::clone;
};

/// What makes the node a standby of that primary.
enum class RejoinAction : std::uint8_t {
  nothing,  ///< it streams from it
  repoint,  ///< a running standby is told whom to follow
  start,    ///< a stopped standby is told whom to follow, and started
  fence,    ///< it accepts writes that the primary will never have: it is stopped, and seen again
  rewind,   ///< what the primary does not have is undone, by pg_rewind
  clone,    ///< it is copied afresh
};

struct RejoinDecision {
  RejoinAction action = RejoinAction::nothing;
  std::string reason;

  bool operator==(const RejoinDecision&) const = default;
};

/// What to do, or an error of kind refused with the way out. Never touches another cluster's data,
/// a node that is on a newer timeline than a primary whose standbys have left it, or one of two
/// primaries that share a timeline, of which nobody can tell which is right.
[[nodiscard]] model::Result<RejoinDecision> decide_rejoin(const RejoinFacts& facts);

/// The name of an action, as it stands in answers and journals: "nothing", "repoint" ...
[[nodiscard]] std::string to_string(RejoinAction action);

}  // namespace pgmahout::decide
