#pragma once

#include <cstdint>
#include <string>

#include "model/service_state.hpp"

namespace pgmahout::decide {

/// A node whose postmaster does not run.
struct CrashQuestion {
  model::ServiceState service = model::ServiceState::stopped;
  bool fenced = false;
  bool isolated = false;  ///< it fenced itself, being cut off
  bool was_primary = false;
  bool restart_first = true;  ///< the policy: a crashed primary is restarted before it is replaced
  bool has_room = true;       ///< its disks have room for the next WAL segment
  bool handed_over = false;   ///< Pgpool-II was told to replace it, and has had its time
};

/// What the guard does about it.
enum class CrashAction : std::uint8_t {
  leave,      ///< somebody stopped it on purpose, or is at work on it
  start,      ///< by the service manager, which asks the gate first
  hand_over,  ///< Pgpool-II is told that the node is lost, without waiting for its health checks
};

struct CrashDecision {
  CrashAction action = CrashAction::leave;
  std::string reason;

  bool operator==(const CrashDecision&) const = default;
};

/// A standby is always started again. So is a primary, if that is the policy and its disks have
/// room: without it a server mostly ends again at once (XLogFileInit in xlog.c, CreateLockFile in
/// miscinit.c), or comes up and refuses to write, which keeps others from taking its place. A
/// primary that is to be replaced first is started all the same when nobody has replaced it: a
/// cluster without a primary is worse than a slow one.
[[nodiscard]] CrashDecision decide_crash(const CrashQuestion& question);

}  // namespace pgmahout::decide
