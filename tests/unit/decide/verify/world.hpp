#pragma once

#include <string>
#include <vector>

#include "decide/verify/verify.hpp"

namespace pgmahout::test {

/// A healthy cluster of three, and what its nodes say: tests break one thing in it and look.
struct World {
  model::Cluster cluster;
  model::Expectation expectation;
  model::Inspection inspection;
  decide::VerifyLimits limits;

  World();

  model::NodeInspection& node(int id);
  model::PostgresqlState& postgresql(int id) { return *node(id).postgresql; }
  model::PgpoolState& pgpool(int id) { return *node(id).pgpool; }
  model::WatchdogState& watchdog(int id) { return *node(id).watchdog; }
  /// The node gives no answer at all.
  void silence(int id);

  [[nodiscard]] model::Verification verify() const;
};

/// "id verdict" of every check that is not ok.
[[nodiscard]] std::vector<std::string> not_ok(const World& world);

/// The check of that id.
[[nodiscard]] model::CheckResult check(const World& world, const std::string& id);

}  // namespace pgmahout::test
