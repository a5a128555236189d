#pragma once

#include <functional>
#include <string_view>

#include "decide/outcome.hpp"
#include "decide/preflight/limits.hpp"
#include "model/cluster.hpp"
#include "model/preflight.hpp"

// The judges of the rules, one file a subject; preflight.cpp holds the table that names them.
namespace pgmahout::decide {

/// All that a rule may look at.
struct PreflightSituation {
  const model::Cluster& cluster;
  const model::Preflight& seen;
  PreflightLimits limits;
};

/// A named check: what holds when it is ok, what to do when it does not, and who judges.
struct PreflightRule {
  std::string_view id;
  std::string_view title;
  std::string_view remedy;
  Outcome (*judge)(const PreflightSituation&);
};

/// Judges every machine that answered, the node's name going before the evidence; one that did not
/// is skipped, because the rule node.reach tells that.
[[nodiscard]] Outcome each_machine(
    const PreflightSituation& situation,
    const std::function<Outcome(const model::Node&, const model::MachineProbe&)>& judge);

// controller.cpp
Outcome judge_ansible(const PreflightSituation& situation);
Outcome judge_collections(const PreflightSituation& situation);

// access.cpp
Outcome judge_reach(const PreflightSituation& situation);
Outcome judge_sudo(const PreflightSituation& situation);
Outcome judge_python(const PreflightSituation& situation);

// machine.cpp
Outcome judge_system(const PreflightSituation& situation);
Outcome judge_identity(const PreflightSituation& situation);
Outcome judge_host_name(const PreflightSituation& situation);
Outcome judge_memory(const PreflightSituation& situation);
Outcome judge_space(const PreflightSituation& situation);
Outcome judge_clocks(const PreflightSituation& situation);
Outcome judge_time_service(const PreflightSituation& situation);
Outcome judge_remove_ipc(const PreflightSituation& situation);

// network.cpp
Outcome judge_address(const PreflightSituation& situation);
Outcome judge_peers(const PreflightSituation& situation);
Outcome judge_vip(const PreflightSituation& situation);
Outcome judge_ports(const PreflightSituation& situation);

// data.cpp
Outcome judge_data(const PreflightSituation& situation);

// packages.cpp
Outcome judge_package_manager(const PreflightSituation& situation);
Outcome judge_package_source(const PreflightSituation& situation);
Outcome judge_upgrades(const PreflightSituation& situation);

}  // namespace pgmahout::decide
