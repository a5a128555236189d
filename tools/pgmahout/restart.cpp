#include <memory>

#include "agent/order_switchover.hpp"
#include "change.hpp"
#include "commands.hpp"
#include "decide/restart_change.hpp"
#include "decide/status/evidence.hpp"
#include "decide/status/nodes.hpp"
#include "ports/signal_stop.hpp"

namespace pgmahout::cli {

namespace {

constexpr ports::Duration kToRestart{250000};
constexpr ports::Duration kToBeUsed{90000};
constexpr ports::Duration kBetweenLooks{500};
constexpr ports::Duration kToChangePlaces{150000};

struct RestartOptions {
  ChangeOptions change;
  std::vector<std::string> nodes;
};

model::Error with_rest(model::Error error, const std::string& node, bool begun) {
  const bool interrupted = error.kind == model::ErrorKind::interrupted;
  if (!interrupted && (begun || error.kind == model::ErrorKind::no_answer))
    error.kind = model::ErrorKind::incomplete;
  error.what = node + ": " + error.what;
  error.hint += std::string(error.hint.empty() ? "" : "; ") + "run it again to go on";
  return error;
}

// One node after the other; what an earlier run did is done again, which harms nobody.
class Restart {
 public:
  Restart(const RestartOptions& options, Access& access) : options_(options), access_(access) {}

  [[nodiscard]] model::ExitCode run() {
    const auto reports = access_.look(stop_.token());
    if (stop_.token().stop_requested()) return model::ExitCode::interrupted;
    const decide::RestartWish wish{access_.cluster(), reports, options_.nodes};
    const Change change{.proposal = decide::propose_restart(wish),
                        .question = "Restart PostgreSQL there, one after the other?",
                        .make = [&] { return make(decide::restart_order(wish), reports); },
                        .stop = stop_.token()};
    return carry_through(options_.change, change);
  }

 private:
  [[nodiscard]] model::Result<model::ChangeResult> make(const decide::RestartOrder& order,
                                                        const model::Reports& reports) {
    const auto* primary = decide::gather(access_.cluster(), reports).primary;
    bool begun = false;
    for (const auto* node : order.standbys) {
      if (auto done = restart_standby(*node, *primary); !done)
        return std::unexpected(with_rest(done.error(), node->name, begun));
      begun = true;
    }
    if (order.primary == nullptr)
      return model::ChangeResult{.what = "restarted, and all of them stream",
                                 .primary = primary->name};
    return change_places(order, begun);
  }

  [[nodiscard]] model::Result<void> restart_standby(const model::Node& node,
                                                    const model::Node& primary) {
    tell_step(options_.change, "restarting " + node.name);
    const auto answer =
        agent::call(access_.reach(), node, {{"operation", "restart"}, {"primary", primary.name}},
                    ports::Deadline(access_.clock(), kToRestart, stop_.token()));
    if (!answer) return std::unexpected(answer.error());
    return wait_until_used(node);
  }

  // The next one goes down when this one serves again.
  [[nodiscard]] model::Result<void> wait_until_used(const model::Node& node) {
    const ports::Deadline deadline(access_.clock(), kToBeUsed, stop_.token());
    const auto used = [&] { return stop_.token().stop_requested() || is_used(node); };
    if (ports::wait_until(used, deadline, kBetweenLooks) && !deadline.stopped()) {
      tell_step(options_.change, node.name + " streams, and Pgpool-II uses it");
      return {};
    }
    if (deadline.stopped())
      return std::unexpected(model::Error{.kind = model::ErrorKind::interrupted,
                                          .what = "interrupted; it was restarted"});
    return std::unexpected(model::Error{.kind = model::ErrorKind::incomplete,
                                        .what = "Pgpool-II does not use it again",
                                        .hint = "see pgmahout status"});
  }

  [[nodiscard]] bool is_used(const model::Node& node) {
    const auto reports = access_.look(stop_.token());
    const auto evidence = decide::gather(access_.cluster(), reports);
    const auto* beliefs = decide::leading_beliefs(evidence);
    return beliefs != nullptr && evidence.streams(node) &&
           std::ranges::any_of(
               *beliefs, [&](const auto& belief) { return belief.id == node.id && belief.up; });
  }

  // With a successor that is chosen now: all standbys were restarted since it was proposed.
  [[nodiscard]] model::Result<model::ChangeResult> change_places(const decide::RestartOrder& order,
                                                                 bool begun) {
    tell_step(options_.change, "restarting " + order.primary->name + ": " + order.successor->name +
                                   " takes its place");
    const auto reports = access_.look(stop_.token());
    const auto* leader = decide::gather(access_.cluster(), reports).leader;
    if (leader == nullptr)
      return std::unexpected(
          with_rest({.kind = model::ErrorKind::failed, .what = "no Pgpool-II leads at this moment"},
                    order.primary->name, begun));
    const auto primary = agent::order_switchover(
        access_.reach(), {*leader, order.primary->name, order.successor->name},
        ports::Deadline(access_.clock(), kToChangePlaces, stop_.token()),
        [&](const std::string& step) { tell_step(options_.change, step); });
    if (!primary) return std::unexpected(with_rest(primary.error(), order.primary->name, begun));
    return model::ChangeResult{.what = "restarted; " + *primary + " is primary now",
                               .primary = *primary};
  }

  const RestartOptions& options_;
  Access& access_;
  ports::SignalStop stop_;
};

model::ExitCode restart(const RestartOptions& options) {
  const auto access = Access::open(options.change.access);
  if (!access) return refuse(access.error());
  return Restart(options, **access).run();
}

}  // namespace

void add_restart(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand(
      "restart",
      "Restart PostgreSQL, standbys first; the primary by a switchover, for parameters that a "
      "reload does not change");
  command->footer("example: pgmahout restart -i inventories/proxmox --dry-run");
  const auto options = std::make_shared<RestartOptions>();
  command->add_option("nodes", options->nodes, "The nodes; none: all");
  add_change_options(*command, options->change);
  command->callback([options, &action] { action = [options] { return restart(*options); }; });
}

}  // namespace pgmahout::cli
