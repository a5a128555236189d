#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "decide/outcome.hpp"
#include "model/cluster.hpp"
#include "model/expectation.hpp"
#include "model/inspection.hpp"

namespace pgmahout::decide {

/// Numbers that separate good from bad.
struct VerifyLimits {
  std::int64_t lag_bytes = 16LL * 1024 * 1024;  ///< one WAL segment of the usual size
};

/// All that a rule may look at.
struct Situation {
  const model::Cluster& cluster;
  const model::Expectation& expectation;
  const model::Inspection& inspection;
  VerifyLimits limits;
};

/// A named check: what holds when it is ok, what to do when it does not, and who judges.
struct Rule {
  std::string_view id;
  std::string_view title;
  std::string_view remedy;
  Outcome (*judge)(const Situation&);
};

/// A node of the cluster that answered, with all that is known of it.
struct Answered {
  const model::Node& node;
  const model::NodeInspection& state;
  const model::NodeExpectation& expected;
};

/// Judges every node that answered; those that did not are "no answer".
[[nodiscard]] Outcome each_node(const Situation& situation,
                                const std::function<Outcome(const Answered&)>& judge);

/// The same for the nodes whose PostgreSQL answered; where it did not the node is skipped, because
/// the rule postgresql.answers tells that.
[[nodiscard]] Outcome each_postgresql(
    const Situation& situation,
    const std::function<Outcome(const Answered&, const model::PostgresqlState&)>& judge);

/// The same for Pgpool-II; the rule pgpool.answers tells what is skipped.
[[nodiscard]] Outcome each_pgpool(
    const Situation& situation,
    const std::function<Outcome(const Answered&, const model::PgpoolState&)>& judge);

/// The same for the watchdog as each node's Pgpool-II sees it; watchdog.answers tells the rest.
[[nodiscard]] Outcome each_watchdog(
    const Situation& situation,
    const std::function<Outcome(const Answered&, const model::WatchdogState&)>& judge);

/// Every node that answered, by id.
[[nodiscard]] std::vector<Answered> answered_nodes(const Situation& situation);

/// Every node that PostgreSQL says is not in recovery.
[[nodiscard]] std::vector<Answered> primaries(const Situation& situation);

/// What a rule finds that needs the one primary when there is none, or more than one: skipped,
/// since the rule postgresql.one_primary tells that.
[[nodiscard]] Outcome without_primary(const Situation& situation);

/// Judges the one primary's PostgreSQL; without_primary() when there is not exactly one.
[[nodiscard]] Outcome on_primary(
    const Situation& situation,
    const std::function<Outcome(const Answered&, const model::PostgresqlState&)>& judge);

}  // namespace pgmahout::decide
