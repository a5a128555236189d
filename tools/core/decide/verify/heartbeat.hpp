#pragma once

#include <cstdint>

#include "model/cluster.hpp"

namespace pgmahout::decide {

/// How far apart the heartbeats of one node are, in seconds: wd_heartbeat_keepalive of pgpool.conf.
[[nodiscard]] double heartbeat_period(const model::Parameters& pgpool);

/// How long to listen for heartbeats, in seconds: nearly three periods. Of two senders a single
/// one is then heard three times at most, less than the four that are due.
[[nodiscard]] double listening_seconds(const model::Parameters& pgpool);

/// How many heartbeats are due from so many senders in so many periods: more than come when one
/// of them is silent, as far as the senders of a busy machine still reach that. At least one.
[[nodiscard]] std::int64_t heartbeats_due(double periods, std::int64_t senders);

}  // namespace pgmahout::decide
