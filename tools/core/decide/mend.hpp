#pragma once

#include <cstdint>
#include <string>

#include "model/node_state.hpp"
#include "model/replication.hpp"

namespace pgmahout::decide {

/// A node that looks whether it is where it belongs.
struct MendQuestion {
  model::Observation seen;  ///< all nodes, this one included
  model::Replication replication;
  int self = -1;
  bool fenced = false;  ///< its server stays down until it has rejoined
  bool held = false;    ///< it is fenced by a person's wish
  /// How long it has been seen neither as the present primary nor streaming from it.
  std::int64_t astray_ms = 0;
  std::int64_t leaderless_ms = 0;  ///< since when no node has been primary
  bool led = false;             ///< it was noted as primary on the timeline that its server is on
  std::string out_of_reach;     ///< a node whose host says nothing either; empty: none
  std::int64_t outside_ms = 0;  ///< since when its server has run without its service manager
};

enum class MendAction : std::uint8_t {
  nothing,  ///< it is where it belongs, or nobody can tell yet where that is
  lead,     ///< it is the present primary: it sees to the others
  follow,   ///< it streams from the present primary
  fence,    ///< it accepts writes beside the present primary: it is stopped, whatever the policy
  rejoin,   ///< it is to be made a standby of the present primary
  restart,  ///< it is stopped and started by the service manager, which asks the gate
};

struct MendDecision {
  MendAction action = MendAction::nothing;
  std::string reason;
  int primary = -1;                    ///< the present primary, or -1
  bool it_keeps_its_standbys = false;  ///< as keeps_its_standbys() says of that primary

  bool operator==(const MendDecision&) const = default;
};

/// What this node does next. A server that somebody stopped on purpose is left alone, one that is
/// fenced is not; a standby that lost its primary gets the time to find it again by itself; one
/// that is promoting itself is never disturbed.
[[nodiscard]] MendDecision decide_mend(const MendQuestion& question);

}  // namespace pgmahout::decide
