#pragma once

#include <stop_token>

#include "decide/verify/verify.hpp"
#include "ports/shell.hpp"

namespace pgmahout::cli {

/// How long is waited, and what separates good from bad.
struct VerifyPatience {
  int deadline_seconds = 30;  ///< a node that has not answered by then is silent
  int settle_seconds = 0;     ///< for which is asked again while something is not well
  decide::VerifyLimits limits;
};

/// With what the nodes are asked.
struct VerifyMeans {
  ports::Shell& shell;
  ports::Clock& clock;
  std::stop_token stop;
};

/// Asks every node whether the cluster is what the inventory says, again while it settles, and
/// tells on standard error what is not well meanwhile. Without facts from outside the machines are
/// asked for them first. Errors: the files cannot be rendered.
[[nodiscard]] model::Result<model::Verification> look_at_cluster(model::Cluster cluster,
                                                                 bool has_facts,
                                                                 const VerifyPatience& patience,
                                                                 const VerifyMeans& means);

}  // namespace pgmahout::cli
