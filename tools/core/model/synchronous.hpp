#pragma once

#include <string>

#include "model/cluster.hpp"

namespace pgmahout::model {

/// The value of synchronous_standby_names on that node as primary: k of all other nodes, by their
/// application_name. Empty when replication is asynchronous.
[[nodiscard]] std::string synchronous_names(const Cluster& cluster, const Node& primary);

}  // namespace pgmahout::model
