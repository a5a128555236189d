#pragma once

#include <filesystem>

#include "inventory/diagnostics.hpp"
#include "model/cluster.hpp"

namespace pgmahout::inventory {

/// Adds what the hosts said of themselves (JSON: host name to os_family, os_version, memory_mb,
/// interface, ssh_host_keys; all optional) to the nodes. "-" reads standard input. What the
/// inventory says about memory and interface wins. Hosts that are no nodes are skipped.
void add_facts(const std::filesystem::path& path, model::Cluster& cluster,
               Diagnostics& diagnostics);

}  // namespace pgmahout::inventory
