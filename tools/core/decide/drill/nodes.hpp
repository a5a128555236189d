#pragma once

#include <vector>

#include "model/drill.hpp"

// What the samples of the nodes say.
namespace pgmahout::decide {

/// How many commits were made beside another writer: begun when another node had already committed
/// something on the same or a newer timeline. A commit that was begun before and answered late
/// proves nothing, so it does not count; neither does one that follows the other's first by less
/// than `slack_ms`, which is what the two arrivals may be apart.
[[nodiscard]] std::int64_t commits_beside(const std::vector<model::NodeCommit>& commits,
                                          std::int64_t slack_ms = 50);

/// What each node was, over time. Between two samples that are further apart than half a second
/// nothing is known.
[[nodiscard]] std::vector<model::DrillLane> lanes_of(const model::DrillRecord& record);

}  // namespace pgmahout::decide
