#pragma once

#include <string>

#include "act/context.hpp"

namespace pgmahout::act {

/// The node of that host name or address, as pgpool.conf names backends.
[[nodiscard]] model::Result<const model::Node*> node_at(const Context& context,
                                                        const std::string& host);

/// recovery_1st_stage, run by the primary's PostgreSQL: has that node's agent stop its PostgreSQL
/// and copy this one afresh, whatever of the same cluster lies there.
[[nodiscard]] model::Result<void> rebuild(const Context& context, const model::Node& node);

/// pgpool_remote_start: has that node's agent start its PostgreSQL.
[[nodiscard]] model::Result<void> start_remotely(const Context& context, const model::Node& node);

}  // namespace pgmahout::act
