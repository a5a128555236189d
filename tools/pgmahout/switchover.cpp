#include "decide/switchover.hpp"

#include <memory>

#include "agent/order_switchover.hpp"
#include "change.hpp"
#include "commands.hpp"
#include "plan/failover.hpp"
#include "plan/sentences.hpp"
#include "ports/moment.hpp"
#include "ports/signal_stop.hpp"

namespace pgmahout::cli {

namespace {

constexpr ports::Duration kToSwitch{150000};

struct SwitchoverOptions {
  ChangeOptions change;
  std::string to;
  std::string at;
  decide::StatusLimits limits;
};

// The plan is made by the same functions that the failover makes it by.
std::vector<std::string> steps_of(const model::Cluster& cluster, const model::Reports& reports,
                                  const model::Proposal& proposal) {
  const auto* from = cluster.find(proposal.from);
  const auto* to = cluster.find(proposal.to);
  if (from == nullptr || to == nullptr) return {};
  const auto evidence = decide::gather(cluster, reports);
  auto plan = plan::secure(from->id, true, evidence.seen);
  const auto promote = plan::promote(to->id, from->id, evidence.seen);
  plan.steps.insert(plan.steps.end(), promote.steps.begin(), promote.steps.end());
  auto steps = plan::sentences(plan, cluster);
  steps.push_back("start as a standby and attach to Pgpool-II: " + from->name);
  return steps;
}

class Switchover {
 public:
  Switchover(const SwitchoverOptions& options, Access& access)
      : options_(options), access_(access) {}

  [[nodiscard]] model::ExitCode run() {
    if (!options_.at.empty())
      if (const auto waited = wait_for_moment(); !waited) return refuse({waited.error()});
    const auto& cluster = access_.cluster();
    const auto reports = access_.look(stop_.token());
    if (stop_.token().stop_requested()) return model::ExitCode::interrupted;
    Change change{.proposal = decide::propose_switchover({.cluster = cluster,
                                                          .reports = reports,
                                                          .to = options_.to,
                                                          .limits = options_.limits})};
    change.proposal.steps = steps_of(cluster, reports, change.proposal);
    change.question = "Make " + change.proposal.to + " the primary of " + cluster.name +
                      "? Clients wait for about a second.";
    leader_ = decide::gather(cluster, reports).leader;
    change.make = [&] { return make(change.proposal); };
    change.stop = stop_.token();
    return carry_through(options_.change, change);
  }

 private:
  [[nodiscard]] model::Result<void> wait_for_moment() {
    const auto wait = ports::until(options_.at, access_.clock());
    if (!wait) return std::unexpected(wait.error());
    tell_step(options_.change, "waiting until " + options_.at);
    const ports::Deadline until(access_.clock(), *wait, stop_.token());
    (void)ports::wait_until([] { return false; }, until, ports::Duration{200});
    if (!until.stopped()) return {};
    return std::unexpected(model::Error{.kind = model::ErrorKind::interrupted,
                                        .what = "interrupted before it began; nothing was done"});
  }

  // Named or not, what was shown is what is asked for.
  [[nodiscard]] model::Result<model::ChangeResult> make(const model::Proposal& proposal) {
    const auto begun = access_.clock().now();
    const ports::Deadline deadline(access_.clock(), kToSwitch, stop_.token());
    const auto primary =
        agent::order_switchover(access_.reach(), {*leader_, proposal.from, proposal.to}, deadline,
                                [&](const std::string& step) { tell_step(options_.change, step); });
    if (!primary) return std::unexpected(primary.error());
    const auto took =
        std::chrono::duration_cast<ports::Duration>(access_.clock().now() - begun).count();
    return model::ChangeResult{.what = *primary + " is primary, and all nodes follow it",
                               .primary = *primary,
                               .took_ms = took};
  }

  const SwitchoverOptions& options_;
  Access& access_;
  ports::SignalStop stop_;
  const model::Node* leader_ = nullptr;
};

model::ExitCode switchover(const SwitchoverOptions& options) {
  const auto access = Access::open(options.change.access);
  if (!access) return refuse(access.error());
  return Switchover(options, **access).run();
}

}  // namespace

void add_switchover(CLI::App& app, Action& action) {
  CLI::App* command =
      app.add_subcommand("switchover", "Make a standby the primary, on purpose, with nothing lost");
  command->footer(
      "example: pgmahout switchover -i inventories/proxmox --to postgres2 --dry-run\n"
      "on a node: pgmahout switchover --to postgres2 --at 03:30 --yes");
  const auto options = std::make_shared<SwitchoverOptions>();
  add_change_options(*command, options->change);
  command->add_option("--to", options->to, "The node to be primary; without it whoever is best");
  command->add_option(
      "--at", options->at,
      "When to begin: HH:MM or YYYY-MM-DDTHH:MM, local time; all is looked at then");
  command->add_option("--max-lag", options->limits.lag_bytes, "Bytes that the node may be behind")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->callback([options, &action] { action = [options] { return switchover(*options); }; });
}

}  // namespace pgmahout::cli
