#pragma once

#include "model/bootstrap.hpp"
#include "model/cluster.hpp"

namespace pgmahout::report {

/// How clients connect through the virtual IP: as the first user and database of the inventory,
/// else as the superuser to the database postgres. Where a password belongs there are asterisks, or
/// none.
[[nodiscard]] model::ConnectionText connection_text(const model::Cluster& cluster);

}  // namespace pgmahout::report
