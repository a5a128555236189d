#pragma once

#include <string>

#include "model/cluster_history.hpp"

namespace pgmahout::decide {

/// Merges what all nodes say into the cluster's timelines, oldest first. What several of them say
/// is told once; where they contradict each other, what the present primary says is taken, and a
/// remark tells it.
[[nodiscard]] model::ClusterHistory merge_history(const std::string& cluster,
                                                  const model::NodeHistories& histories);

}  // namespace pgmahout::decide
