#include <memory>

#include "change.hpp"
#include "commands.hpp"
#include "decide/hold_change.hpp"
#include "ports/signal_stop.hpp"

namespace pgmahout::cli {

namespace {

// An orderly stop may take half a minute.
constexpr ports::Duration kToHold{70000};
constexpr ports::Duration kToLetGo{5000};

struct FenceOptions {
  ChangeOptions change;
  std::string node;
  std::string reason = "by hand";
};

model::Result<model::ChangeResult> tell_node(const FenceOptions& options, Access& access,
                                             const nlohmann::json& request,
                                             const ports::Deadline& deadline,
                                             const std::string& done) {
  const auto& node = *access.cluster().find(options.node);
  const auto answer = agent::call(access.reach(), node, request, deadline);
  if (!answer) return std::unexpected(answer.error());
  return model::ChangeResult{.what = done};
}

model::ExitCode fence(const FenceOptions& options) {
  const auto access = Access::open(options.change.access);
  if (!access) return refuse(access.error());
  const ports::SignalStop stop;
  const auto reports = (*access)->look(stop.token());
  const Change change{
      .proposal = decide::propose_hold((*access)->cluster(), reports, options.node),
      .question = "Stop PostgreSQL on " + options.node + " and keep it down?",
      .make =
          [&] {
            return tell_node(options, **access, {{"operation", "hold"}, {"reason", options.reason}},
                             ports::Deadline((*access)->clock(), kToHold, stop.token()),
                             options.node + " is down until pgmahout unfence " + options.node);
          },
      .stop = stop.token()};
  return carry_through(options.change, change);
}

model::ExitCode unfence(const FenceOptions& options) {
  const auto access = Access::open(options.change.access);
  if (!access) return refuse(access.error());
  const ports::SignalStop stop;
  const auto reports = (*access)->look(stop.token());
  const Change change{
      .proposal = decide::propose_let_go((*access)->cluster(), reports, options.node),
      .question = "Let " + options.node + " become a standby again?",
      .make =
          [&] {
            return tell_node(options, **access, {{"operation", "let-go"}},
                             ports::Deadline((*access)->clock(), kToLetGo, stop.token()),
                             options.node + " may come back: see pgmahout status --watch");
          },
      .stop = stop.token()};
  return carry_through(options.change, change);
}

}  // namespace

void add_fence(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand(
      "fence", "Stop a standby and keep it down, over reboots, until pgmahout unfence");
  command->footer(
      "example: pgmahout fence postgres3 -i inventories/proxmox --reason 'new disk' --yes");
  const auto options = std::make_shared<FenceOptions>();
  command->add_option("node", options->node, "The node")->required();
  add_change_options(*command, options->change);
  command->add_option("--reason", options->reason, "Why, for who sees it in pgmahout status")
      ->capture_default_str();
  command->callback([options, &action] { action = [options] { return fence(*options); }; });
}

void add_unfence(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("unfence", "End what pgmahout fence began");
  command->footer("example: pgmahout unfence postgres3 -i inventories/proxmox --yes");
  const auto options = std::make_shared<FenceOptions>();
  command->add_option("node", options->node, "The node")->required();
  add_change_options(*command, options->change);
  command->callback([options, &action] { action = [options] { return unfence(*options); }; });
}

}  // namespace pgmahout::cli
