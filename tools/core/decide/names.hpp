#pragma once

#include <cstdint>

#include "model/replication.hpp"

namespace pgmahout::decide {

/// The synchronous names of a node, and who could answer to them.
struct NamesQuestion {
  model::Replication replication;
  bool leads = true;  ///< it is the primary; a standby's names count from its promotion on
  bool set = false;   ///< they are in force, as the cluster wants them
  bool empty = true;  ///< none are in force
  int streaming = 0;  ///< other nodes of the cluster that stream from it now
  /// How long fewer than the wanted confirmations could be given.
  std::int64_t short_of_standbys_ms = 0;
};

enum class NamesAction : std::uint8_t {
  keep,
  set,    ///< commits wait for the standbys from now on
  clear,  ///< commits wait for nobody: the policy prefers that to waiting
};

/// Names that nobody answers to would block every commit, so they are first set when enough
/// standbys stream; then they stay, whoever goes, unless the policy says otherwise. A standby has
/// them always: one that somebody promotes by hand would otherwise confirm commits all by itself,
/// beside the primary.
[[nodiscard]] NamesAction decide_names(const NamesQuestion& question);

}  // namespace pgmahout::decide
