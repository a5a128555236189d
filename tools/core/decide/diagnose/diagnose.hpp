#pragma once

#include <string>

#include "decide/status/status.hpp"
#include "model/diagnosis.hpp"
#include "model/node_evidence.hpp"
#include "model/verification.hpp"

namespace pgmahout::decide {

/// All that a diagnosis is made of. The reports and the evidence are those of the cluster's nodes,
/// by id.
struct Symptoms {
  const model::Cluster& cluster;
  const model::Reports& reports;
  const model::Evidences& evidences;
  const model::Verification* verification = nullptr;  ///< null: there was no inventory
  StatusLimits limits;
};

/// What is wrong, the worst first; what follows from another diagnosis stands below it. `about`
/// limits it to what concerns that node; empty: all.
[[nodiscard]] model::Diagnoses diagnose(const Symptoms& symptoms, const std::string& about = "");

}  // namespace pgmahout::decide
