#pragma once

#include <string>
#include <vector>

#include "model/change.hpp"
#include "model/cluster.hpp"
#include "model/node_report.hpp"

namespace pgmahout::decide {

/// PostgreSQL is to be restarted on those nodes.
struct RestartWish {
  const model::Cluster& cluster;
  const model::Reports& reports;
  std::vector<std::string> names;  ///< empty: on all of them
};

/// In which order: those that are stopped, then the other standbys, one after the other. The
/// primary is the last: another takes its place, and it starts as a standby.
struct RestartOrder {
  std::vector<const model::Node*> standbys;
  const model::Node* primary = nullptr;  ///< null: it is not among them
  const model::Node* successor = nullptr;

  bool operator==(const RestartOrder&) const = default;
};

/// The order for what the nodes said.
[[nodiscard]] RestartOrder restart_order(const RestartWish& wish);

/// What must hold for it. A node that an earlier restart left stopped is no obstacle: it is
/// started.
[[nodiscard]] model::Proposal propose_restart(const RestartWish& wish);

}  // namespace pgmahout::decide
