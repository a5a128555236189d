#pragma once

#include "decide/status/evidence.hpp"

namespace pgmahout::decide {

/// Why a standby that answers does not stream, as far as the servers' own words tell.
enum class NotStreaming : std::uint8_t {
  frozen,         ///< it was told to follow nobody, as a failover does while it compares
  diverged,       ///< it has WAL that the primary has not
  follows_other,  ///< it follows another node, or nobody of the cluster
  unconnected,    ///< it follows the primary, which knows nothing of it
  not_ready,      ///< the primary has it in another state than streaming
};

/// Whether it is a standby that answers and does not stream from the primary, of whom there is one.
[[nodiscard]] bool lacks_streaming(const Evidence& evidence, const model::Node& node);

/// Why; only of a node that lacks_streaming().
[[nodiscard]] NotStreaming why_not_streaming(const Evidence& evidence, const model::Node& node);

}  // namespace pgmahout::decide
