#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/error.hpp"
#include "model/system_identifier.hpp"
#include "model/wal_position.hpp"

namespace pgmahout::model {

/// What a running server said of itself in one answer.
struct ServerState {
  bool in_recovery = false;
  SystemIdentifier system_identifier;
  Timeline timeline;  ///< of the WAL being written or received
  Lsn write;          ///< end of its own WAL; only out of recovery
  Lsn receive;        ///< received and flushed by streaming; 0 after a restart without a primary
  Lsn replay;         ///< applied
  TimelineHistory history;  ///< how its timeline came to be
  bool frozen = false;      ///< in recovery, and told to receive from nobody
  bool elected = false;     ///< a failover began its timeline, or initdb: not somebody's hand
  bool promoting = false;   ///< it was told to leave recovery and has not done it yet
  bool in_turn = false;     ///< a failover holds the right to promote it
  bool receiving = false;   ///< a WAL receiver is streaming
  std::optional<std::int64_t> heard_ms_ago;  ///< since the WAL receiver's last message, if any runs
  /// Since the node's guard knows its WAL receiver to have heard nothing, when none runs any more.
  std::optional<std::int64_t> silent_ms;
  std::string sender_host;  ///< whom the WAL receiver streams from; empty: nobody
  std::string sender;       ///< the name of that node; empty: nobody, or none of the cluster
  int sender_port = 0;
  std::string follows_host;   ///< whom it is told to stream from, in recovery; empty: nobody
  std::string follows;        ///< the name of that node; empty: nobody, or none of the cluster
  std::string followed_host;  ///< whom it was told to stream from when it was frozen, while it is
  std::string followed;       ///< the name of that node; empty: nobody, or none of the cluster

  /// How far it has come. After a restart without a primary the received position is that of a
  /// segment's begin, behind what was replayed: the greater of both is the truth.
  [[nodiscard]] WalPosition position() const {
    return {timeline, in_recovery ? std::max(receive, replay) : write};
  }
  /// Whose commits it confirmed last: whom it follows, or followed before it was frozen.
  [[nodiscard]] const std::string& confirmed_to() const {
    return follows.empty() ? followed : follows;
  }
};

/// One node, as it was seen: either its answer, or why there is none.
struct NodeState {
  std::string name;
  int id = 0;
  std::optional<ServerState> server;
  std::optional<Error> silence;  ///< set when server is not: refused, no answer, failed ...

  /// Its server answers and is out of recovery.
  [[nodiscard]] bool accepts_writes() const { return server && !server->in_recovery; }
  /// Its server answers and is in recovery.
  [[nodiscard]] bool is_standby() const { return server && server->in_recovery; }
};

/// All nodes of the cluster at about one moment, by id. Nothing changes it afterwards.
struct Observation {
  std::vector<NodeState> nodes;
};

}  // namespace pgmahout::model
