#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/fence.hpp"
#include "model/inspection.hpp"
#include "model/node_state.hpp"
#include "model/pause.hpp"
#include "model/pgpool_view.hpp"
#include "model/service_state.hpp"

namespace pgmahout::model {

/// A standby as its primary sees it: one row of pg_stat_replication.
struct StandbyRow {
  std::string name;                       ///< application_name
  std::string state;                      ///< startup, catchup, streaming, backup, stopping
  std::string sync_state;                 ///< async, potential, sync, quorum
  std::optional<std::int64_t> lag_bytes;  ///< WAL written here and not yet replayed there
  std::optional<std::int64_t> lag_ms;     ///< from the flush here to the replay there; idle: none
};

/// A replication slot and what it costs.
struct SlotUse {
  std::string name;
  bool active = false;
  std::string wal_status;                      ///< reserved, extended, unreserved, lost
  std::optional<std::int64_t> retained_bytes;  ///< WAL that is kept for it
};

/// What a running server says of itself and of those that follow it.
struct ServerReport {
  ServerState state;
  std::string version;         ///< "15.8"
  bool replay_paused = false;  ///< somebody called pg_wal_replay_pause()
  std::optional<std::int64_t>
      replay_age_ms;              ///< of what is received and not replayed; caught up: 0
  std::string synchronous_names;  ///< synchronous_standby_names as it is in force
  std::vector<StandbyRow> standbys;
  std::vector<SlotUse> slots;
};

/// The last change of primary that a node's journal tells of.
struct ChangeNote {
  std::string at;  ///< "2026-03-01T12:00:00.123Z"
  std::string from;
  std::string to;
  std::string loss;  ///< none, unknown, certain
};

/// What one node says when it is asked how it is. A part that could not be asked holds the reason.
struct NodeReport {
  std::string agent_version;
  bool postmaster = false;  ///< a server runs, whether it answers or not
  Result<ServerReport> server = std::unexpected(not_asked());
  std::optional<Fence> fence;
  std::optional<Pause> pause;    ///< of automatic failover
  std::vector<UnitState> units;  ///< PostgreSQL's, Pgpool-II's and the guard's
  bool holds_vip = false;
  Result<WatchdogView> watchdog = std::unexpected(not_asked());
  Result<Beliefs> beliefs = std::unexpected(not_asked());  ///< of the Pgpool-II of this node
  std::optional<ChangeNote> last_change;
};

/// What every node said, at about one moment, by id.
struct Reports {
  std::vector<Result<NodeReport>> nodes;
};

}  // namespace pgmahout::model
