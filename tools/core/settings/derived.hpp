#pragma once

#include "model/cluster.hpp"

namespace pgmahout::settings {

/// Connections that PostgreSQL must bear when every Pgpool-II has filled its pools:
/// nodes x num_init_children x max_pool.
[[nodiscard]] std::int64_t pool_connections(const model::Cluster& cluster);

/// max_connections when the user gives none: the above for five nodes or more, plus 20 for people
/// and tools, rounded up to a multiple of 50, at least PostgreSQL's own default of 100. For five,
/// so that nodes come and go without a restart of those that stay: it would have to begin with the
/// primary where the number shrinks, for a standby does not start with less than its primary has.
[[nodiscard]] int derived_max_connections(const model::Cluster& cluster);

}  // namespace pgmahout::settings
