#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "access.hpp"
#include "model/node_evidence.hpp"
#include "model/verification.hpp"

namespace pgmahout::cli {

/// What the cluster said when it was looked at.
struct Seen {
  model::Reports reports;
  model::Evidences evidences;
  std::optional<model::Verification> verification;  ///< only from the controller
};

/// diagnose_bundle.cpp: writes what was seen, the diagnosis and what the nodes are set up to be
/// into a new archive of that name, without secrets. Errors: refused when it is there already;
/// failed.
[[nodiscard]] model::Result<void> write_diagnosis(const std::string& file, Access& access,
                                                  const Seen& seen, const std::string& diagnosis,
                                                  const std::stop_token& stop);

}  // namespace pgmahout::cli
