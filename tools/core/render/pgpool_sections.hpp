#pragma once

#include <vector>

#include "render/parameters.hpp"
#include "render/subject.hpp"

// The sections of pgpool.conf as this version writes them; pgpool_conf.cpp puts them together.
namespace pgmahout::render {

[[nodiscard]] Section pgpool_connections(const Subject& subject);
[[nodiscard]] Section pgpool_backends(const Subject& subject);
[[nodiscard]] Section pgpool_pools(const Subject& subject);
[[nodiscard]] Section pgpool_checks(const Subject& subject);
[[nodiscard]] Section pgpool_failover(const Subject& subject);
[[nodiscard]] Section pgpool_recovery(const Subject& subject);
[[nodiscard]] Section pgpool_log(const Subject& subject);
[[nodiscard]] Section pgpool_watchdog(const Subject& subject);
[[nodiscard]] Section pgpool_watchdog_nodes(const Subject& subject);
[[nodiscard]] Section pgpool_heartbeat(const Subject& subject);
/// Fails when the device is not known.
[[nodiscard]] model::Result<Section> pgpool_vip(const Subject& subject);

}  // namespace pgmahout::render
