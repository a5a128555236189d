#pragma once

#include <stop_token>

#include "model/cluster.hpp"
#include "model/verification.hpp"
#include "ports/crew.hpp"
#include "ports/shell.hpp"

namespace pgmahout::cli {

/// Seconds within which a machine has told all of itself, its package sources included.
inline constexpr int kPreflightSeconds = 60;

/// With what the machines are asked.
struct Tools {
  ports::Shell& shell;
  ports::Crew& crew;
  ports::Clock& clock;
  std::stop_token stop;
};

/// Asks all machines, and judges.
[[nodiscard]] model::Verification look_before(const model::Cluster& cluster, const Tools& tools,
                                              int deadline_seconds);

}  // namespace pgmahout::cli
