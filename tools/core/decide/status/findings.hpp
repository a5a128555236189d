#pragma once

#include <vector>

#include "decide/status/evidence.hpp"
#include "decide/status/status.hpp"

namespace pgmahout::decide {

using Findings = std::vector<model::Finding>;

// Each looks at one side of the cluster and adds what is not as it should be, one file a side.

/// findings_servers.cpp: who answers, who is primary, who is stopped or fenced.
void find_in_servers(const Evidence& evidence, Findings& findings);

/// findings_replication.cpp: who streams, how far behind, by which slot, who confirms commits.
void find_in_replication(const Evidence& evidence, const StatusLimits& limits, Findings& findings);

/// findings_pgpool.cpp: what Pgpool-II believes, its watchdogs, and who has the virtual IP.
void find_in_pgpool(const Evidence& evidence, Findings& findings);

/// findings_guard.cpp: whether every node is guarded, by one version of ours.
void find_in_guard(const Evidence& evidence, Findings& findings);

}  // namespace pgmahout::decide
