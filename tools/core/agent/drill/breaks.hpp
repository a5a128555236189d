#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "agent/drill/world.hpp"
#include "model/change.hpp"
#include "model/drill.hpp"

namespace pgmahout::agent {

/// One way to break a cluster: what is done to whom, who heals it, and how long it takes at the
/// least until anything can be well again.
struct BreakRow {
  model::DrillScenario scenario;
  std::string_view what;   ///< "kill every process of PostgreSQL, as a crash would"
  std::string_view heals;  ///< "its guard starts it again"
  ports::Duration settle;  ///< before this nobody is asked whether all is well
};

/// Every way; the only place to enter a new one.
[[nodiscard]] std::span<const BreakRow> break_table();

/// The row of that scenario.
[[nodiscard]] const BreakRow& break_row(model::DrillScenario scenario);

/// What a drill is going to do, a sentence each.
[[nodiscard]] std::vector<std::string> drill_steps(model::DrillScenario scenario, int rounds,
                                                   ports::Duration hold);

/// The rules of nftables that cut a machine off from everybody, its own loopback and that one
/// SSH connection excepted; `ssh_connection` is the variable of that name on the machine. Errors:
/// failed, when it says nothing that is understood.
[[nodiscard]] model::Result<std::string> partition_rules(std::string_view ssh_connection);

/// Who is hurt, and by what.
struct Break {
  model::DrillScenario scenario = model::DrillScenario::crash;
  const model::Node* node = nullptr;    ///< the one that is hurt
  const model::Node* leader = nullptr;  ///< whose Pgpool-II leads
  model::Proposal proposal;             ///< of the drill: its `to` is the switchover's
  ports::Duration hold{30000};          ///< how long a partition lasts
};

/// Asks whether it can be done there, and takes away what an earlier drill left. Nothing is hurt.
[[nodiscard]] model::Result<void> prepare(const DrillWorld& world, const Break& plan);

/// Does it. `at_the_break` is called in the moment before the first thing is hurt. A machine that
/// is gone gives no answer: that is no error here.
[[nodiscard]] model::Result<void> break_it(const DrillWorld& world, const Break& plan,
                                           const std::function<void()>& at_the_break);

/// Whether what was set up is still there; nothing: the machine does not say.
[[nodiscard]] std::optional<bool> is_set_up(const DrillWorld& world, const Break& plan);

/// Takes away what was set up, also when the drill was told to stop; well when there is nothing.
[[nodiscard]] model::Result<void> clear_up(const DrillWorld& world, const Break& plan);

}  // namespace pgmahout::agent
