#include "agent/drill/breaks.hpp"

#include <fmt/format.h>

#include "agent/order_switchover.hpp"
#include "model/layout.hpp"

namespace pgmahout::agent {

namespace {

using model::DrillScenario;
using Argv = std::vector<std::string>;

constexpr ports::Duration kToDo{10000};
// A switchover, with the old primary back as a standby.
constexpr ports::Duration kToSwitchOver{150000};
// What a machine that is gone is waited for.
constexpr ports::Duration kToVanish{2000};
constexpr const char* kTimer = "pgmahout-drill";
constexpr const char* kTable = "pgmahout_drill";

// One command on a node, as root by sudo, as Ansible does.
struct Hand {
  const DrillWorld& world;
  const model::Node& node;
  std::stop_token stop;

  model::Result<ports::ShellResult> run(Argv argv, std::string input = "",
                                        ports::Duration patience = kToDo) const {
    const auto target = world.reach.target_of(node);
    const ports::Command command{.argv = std::move(argv), .input = std::move(input)};
    const ports::Deadline deadline(world.clock, patience, stop);
    return ports::expect_success(world.reach.shell.run(target, command, deadline), target, command);
  }
  model::Result<ports::ShellResult> as_root(Argv argv, std::string input = "",
                                            ports::Duration patience = kToDo) const {
    argv.insert(argv.begin(), {"sudo", "-n"});
    return run(std::move(argv), std::move(input), patience);
  }
};

Argv kill_service(const std::string& service) {
  return {"systemctl", "kill", "--signal=KILL", service};
}

model::Result<void> without_answer(const model::Result<ports::ShellResult>& result) {
  if (result) return {};
  return std::unexpected(result.error());
}

// A timer of systemd on the machine itself, armed first: whatever becomes of us, the cut ends.
model::Result<void> cut_off(const Hand& hand, const Break& plan,
                            const std::function<void()>& at_the_break) {
  const auto connection = hand.run({"printenv", "SSH_CONNECTION"});
  if (!connection) return std::unexpected(connection.error());
  const auto rules = partition_rules(connection->output);
  if (!rules) return std::unexpected(rules.error());
  const auto armed = hand.as_root({"systemd-run", "--collect", std::string("--unit=") + kTimer,
                                   fmt::format("--on-active={}ms", plan.hold.count()),
                                   "--timer-property=AccuracySec=100ms", "nft", "delete", "table",
                                   "inet", kTable});
  if (!armed) return std::unexpected(armed.error());
  at_the_break();
  return without_answer(hand.as_root({"nft", "-f", "-"}, *rules));
}

// The machine is gone before it can answer.
model::Result<void> pull_the_plug(const Hand& hand, const std::function<void()>& at_the_break) {
  at_the_break();
  const auto result = hand.as_root({"reboot", "--force", "--force", "--no-sync"}, "", kToVanish);
  if (!result && result.error().kind != model::ErrorKind::no_answer)
    return std::unexpected(result.error());
  return {};
}

model::Result<void> switch_over(const DrillWorld& world, const Break& plan,
                                const std::function<void()>& at_the_break) {
  at_the_break();
  const auto primary =
      order_switchover(world.reach, {*plan.leader, plan.proposal.from, plan.proposal.to},
                       world.within(kToSwitchOver), world.tell);
  if (!primary) return std::unexpected(primary.error());
  return {};
}

}  // namespace

model::Result<void> prepare(const DrillWorld& world, const Break& plan) {
  const Hand hand{world, *plan.node, world.stop};
  if (plan.scenario == DrillScenario::switchover) return {};
  if (plan.scenario != DrillScenario::partition) return without_answer(hand.as_root({"true"}));
  if (const auto able = hand.as_root({"nft", "list", "tables"}); !able) {
    auto error = able.error();
    error.hint = "a partition needs nftables on the node: install the package nftables there";
    return std::unexpected(error);
  }
  return clear_up(world, plan);
}

model::Result<void> break_it(const DrillWorld& world, const Break& plan,
                             const std::function<void()>& at_the_break) {
  const Hand hand{world, *plan.node, world.stop};
  const auto layout = model::layout_of(world.cluster, *plan.node);
  switch (plan.scenario) {
    case DrillScenario::crash:
      at_the_break();
      return without_answer(hand.as_root(kill_service(layout.postgresql_service)));
    case DrillScenario::leader:
      at_the_break();
      return without_answer(hand.as_root(kill_service(layout.pgpool_service)));
    case DrillScenario::power:
      return pull_the_plug(hand, at_the_break);
    case DrillScenario::partition:
      return cut_off(hand, plan, at_the_break);
    case DrillScenario::switchover:
      break;
  }
  return switch_over(world, plan, at_the_break);
}

std::optional<bool> is_set_up(const DrillWorld& world, const Break& plan) {
  if (plan.scenario != DrillScenario::partition) return false;
  const Hand hand{world, *plan.node, world.stop};
  const auto tables = hand.as_root({"nft", "list", "tables"});
  if (!tables) return std::nullopt;
  return tables->output.contains(kTable);
}

// Declared first, the table is there to be deleted in any case.
model::Result<void> clear_up(const DrillWorld& world, const Break& plan) {
  if (plan.scenario != DrillScenario::partition) return {};
  const Hand hand{world, *plan.node, {}};
  const auto gone = hand.as_root(
      {"nft", "-f", "-"}, fmt::format("table inet {0} {{}}\ndelete table inet {0}\n", kTable));
  // It fails where there is no timer.
  [[maybe_unused]] const auto stopped =
      hand.as_root({"systemctl", "stop", std::string(kTimer) + ".timer"});
  return without_answer(gone);
}

}  // namespace pgmahout::agent
