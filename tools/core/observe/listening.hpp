#pragma once

#include "model/cluster.hpp"

namespace pgmahout::observe {

/// How long to listen for heartbeats under these parameters of pgpool.conf: nearly three periods.
/// Each sender is then heard twice at least, also when a busy machine makes its periods half as
/// long again; of two senders a single one is heard three times at most, less than the four due.
[[nodiscard]] double listening_seconds(const model::Parameters& pgpool);

}  // namespace pgmahout::observe
