#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/error.hpp"
#include "model/node_state.hpp"

namespace pgmahout::decide {

/// What is in the way of a clone, as far as the decision needs to know.
enum class InTheWay : std::uint8_t { nothing, other_files, cluster };

/// What was seen on the standby and on the primary.
struct CloneFacts {
  InTheWay in_the_way = InTheWay::nothing;
  bool is_mount_point = false;
  bool standby_signal = false;
  bool postmaster_runs = false;
  std::optional<model::SystemIdentifier> identifier;  ///< of the cluster that is in the way
  std::optional<model::ServerState> server;           ///< set when the postmaster answered
  model::ServerState primary;
  std::string primary_host;
  int primary_port = 0;
};

/// What was asked for.
struct CloneWish {
  bool replace = false;  ///< a data directory of the same cluster may be thrown away
  bool start = false;    ///< PostgreSQL is to run and stream afterwards
};

/// What is to be done.
enum class CloneAction : std::uint8_t { nothing, start, copy, stop_and_copy };

struct CloneDecision {
  CloneAction action = CloneAction::nothing;
  std::string reason;

  bool operator==(const CloneDecision&) const = default;
};

/// "copy", as it is sent between nodes.
[[nodiscard]] std::string to_string(CloneAction action);
/// Nothing for any other word.
[[nodiscard]] std::optional<CloneAction> clone_action(std::string_view word);

/// True when that server is a standby that streams from the primary of these facts.
[[nodiscard]] bool streams_from_primary(const CloneFacts& facts);

/// What to do, or an error of kind refused with the way out. Never lets another cluster's data, or
/// a server that accepts writes, be replaced.
[[nodiscard]] model::Result<CloneDecision> decide_clone(const CloneFacts& facts,
                                                        const CloneWish& wish);

}  // namespace pgmahout::decide
