#pragma once

#include <cstdint>
#include <string>

#include "model/replication.hpp"

namespace pgmahout::decide {

/// What the guard of a primary hears of the rest of the cluster.
struct Contact {
  bool quorum = false;     ///< the watchdog of this node sees a quorum
  int standbys_heard = 0;  ///< standbys that replied to their WAL sender just now
  int other_nodes = 0;     ///< nodes of the cluster besides this one
};

/// Whether the others may promote somebody without this primary's knowing. Without a quorum they
/// have one. With k standbys on our side they have at most N - k, and prove that nothing is lost
/// only when N - k + W > N, that is, when k < W. Where no proof is asked for, they can as soon as
/// one standby is on their side.
[[nodiscard]] bool may_be_replaced(const Contact& contact, const model::Replication& replication);

/// Whether so many standbys are on this primary's side that its watchdog need not be asked.
[[nodiscard]] bool standbys_suffice(const Contact& contact, const model::Replication& replication);

/// A running server, as its guard sees it.
struct VitalSigns {
  std::int64_t silent_ms = 0;    ///< since it answered last; 0: it answers
  std::int64_t isolated_ms = 0;  ///< since it last could not be replaced; 0: it cannot be
  bool was_primary = false;      ///< when it answered last
  bool found = true;             ///< by a standby, since it started; or it commits without any
};

/// How long the guard looks on.
struct Patience {
  std::int64_t silence_ms = 0;      ///< of a server that takes connections and says nothing
  std::int64_t isolation_ms = 0;    ///< of a primary that may be replaced
  std::int64_t to_be_found_ms = 0;  ///< the same of one that no standby has found yet
};

enum class VitalAction : std::uint8_t {
  nothing,
  end,    ///< it is stopped at once, and is then a crashed one
  fence,  ///< it is stopped at once and stays down until it is known who is primary
};

struct VitalDecision {
  VitalAction action = VitalAction::nothing;
  std::string reason;

  bool operator==(const VitalDecision&) const = default;
};

/// Whether a running server has to be stopped. Only a primary: a standby that hangs harms nobody.
/// One that confirms nothing without standbys, and that none has found since it started, may be
/// replaced without harm: no client is told of a commit by it. After a power cut it is up before
/// the others are, and would stop itself again and again.
[[nodiscard]] VitalDecision decide_vital(const VitalSigns& signs, const Patience& patience);

}  // namespace pgmahout::decide
