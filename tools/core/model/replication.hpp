#pragma once

#include <cstdint>

namespace pgmahout::model {

/// Who has to confirm a commit before the client hears of it.
enum class Synchronous : std::uint8_t {
  off,       ///< nobody but the primary
  quorum,    ///< any k of the other nodes
  priority,  ///< the first k of the other nodes, in the order of their ids
};

/// What a failover does when it cannot prove that nothing acknowledged is lost.
enum class Durability : std::uint8_t {
  required,   ///< it refuses, says why, and is tried again when a missing node answers
  preferred,  ///< it promotes, and states what may be lost
};

/// What a primary does when too few standbys are left to confirm its commits.
enum class StandbysLost : std::uint8_t {
  block,    ///< commits wait
  degrade,  ///< it goes on alone, and says so
};

/// What the cluster promises of a commit that a client was told of.
struct Replication {
  Synchronous synchronous = Synchronous::quorum;
  int confirmations = 1;  ///< k: how many other nodes confirm each commit
  Durability durability = Durability::required;
  StandbysLost standbys_lost = StandbysLost::block;

  bool operator==(const Replication&) const = default;
};

}  // namespace pgmahout::model
