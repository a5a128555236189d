#pragma once

#include <vector>

#include "model/cluster.hpp"

// What must exist inside the database, beside the files: the cluster's own and what the inventory
// adds.
namespace pgmahout::render {

/// Login roles: the superuser, the replication user, Pgpool-II's user, then the inventory's.
[[nodiscard]] std::vector<model::DatabaseUser> roles_of(const model::Cluster& cluster);

/// Databases of the inventory, the superuser being the owner where none is given.
[[nodiscard]] std::vector<model::Database> databases_of(const model::Cluster& cluster);

/// pgpool_recovery where this Pgpool-II looks for it, then the inventory's.
[[nodiscard]] std::vector<model::Extension> extensions_of(const model::Cluster& cluster);

}  // namespace pgmahout::render
