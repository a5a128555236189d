#pragma once

#include <vector>

#include "agent/drill/world.hpp"
#include "decide/drill/judge.hpp"
#include "model/drill.hpp"

namespace pgmahout::agent {

/// What every node has of the ledger. A standby that lacks a promised number is given a few seconds
/// to replay it; a node that cannot be asked is left out.
[[nodiscard]] decide::Audit audit(const DrillWorld& world,
                                  const std::vector<model::LedgerEntry>& ledger);

}  // namespace pgmahout::agent
