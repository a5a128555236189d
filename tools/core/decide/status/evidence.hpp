#pragma once

#include <string>
#include <vector>

#include "model/cluster.hpp"
#include "model/cluster_status.hpp"
#include "model/node_report.hpp"

namespace pgmahout::decide {

/// What the nodes said, and what follows from it for the whole cluster. It refers to the cluster
/// and the reports, which outlive it.
struct Evidence {
  const model::Cluster& cluster;
  const model::Reports& reports;
  model::Observation seen;     ///< the servers alone, as the rules of failover see them
  const model::Node* primary;  ///< the present primary, or null
  const model::Node* leader;   ///< whose Pgpool-II leads the watchdogs, or null

  /// The node's report, or null when it gave none.
  [[nodiscard]] const model::NodeReport* report(const model::Node& node) const;
  /// What its server said, or null.
  [[nodiscard]] const model::ServerReport* server(const model::Node& node) const;
  /// How the primary sees that standby, or null.
  [[nodiscard]] const model::StandbyRow* row(const model::Node& standby) const;
  /// That standby's slot on the primary, or null.
  [[nodiscard]] const model::SlotUse* slot(const model::Node& standby) const;
  /// It streams from the primary, and the primary knows it.
  [[nodiscard]] bool streams(const model::Node& node) const;
};

/// Gathers it.
[[nodiscard]] Evidence gather(const model::Cluster& cluster, const model::Reports& reports);

/// "a", "a and b", "a, b and c".
[[nodiscard]] std::string listed(const std::vector<std::string>& names);

}  // namespace pgmahout::decide
