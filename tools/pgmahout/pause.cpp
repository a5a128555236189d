#include "decide/pause.hpp"

#include <memory>

#include "change.hpp"
#include "commands.hpp"
#include "decide/status/evidence.hpp"
#include "ports/signal_stop.hpp"

namespace pgmahout::cli {

namespace {

constexpr ports::Duration kToAsk{5000};

struct PauseOptions {
  ChangeOptions change;
  std::string reason;
  bool pause = true;
};

model::Error not_everywhere(const std::vector<std::string>& missed, std::size_t nodes) {
  const bool nobody = missed.size() == nodes;
  return {.kind = nobody ? model::ErrorKind::no_answer : model::ErrorKind::incomplete,
          .what = (nobody ? "" : "done, but not on ") + decide::listed(missed) +
                  (nobody ? " did not answer" : ""),
          .hint = "run it again when they answer: until then they do as before"};
}

model::Result<model::ChangeResult> tell_all(const PauseOptions& options, Access& access,
                                            const ports::Deadline& deadline) {
  nlohmann::json request{{"operation", options.pause ? "pause" : "resume"}};
  if (options.pause) request["reason"] = options.reason;
  const auto& nodes = access.cluster().nodes;
  const auto answers = ports::at_once(access.crew(), nodes, [&](const model::Node& node) {
    return agent::call(access.reach(), node, request, deadline);
  });
  std::vector<std::string> missed;
  for (std::size_t index = 0; index < nodes.size(); ++index) {
    if (answers[index]) continue;
    missed.push_back(nodes[index].name);
    tell_step(options.change, to_string(answers[index].error()));
  }
  if (!missed.empty()) return std::unexpected(not_everywhere(missed, nodes.size()));
  return model::ChangeResult{.what = options.pause ? "automatic failover is paused"
                                                   : "automatic failover is on again"};
}

model::ExitCode pause(const PauseOptions& options) {
  const auto access = Access::open(options.change.access);
  if (!access) return refuse(access.error());
  const ports::SignalStop stop;
  const auto& cluster = (*access)->cluster();
  const auto reports = (*access)->look(stop.token());
  const Change change{
      .proposal = decide::propose_pause(cluster, reports, options.pause),
      .question = options.pause ? "Pause it? A primary that dies is not replaced then."
                                : "Go on with automatic failover?",
      .make =
          [&] {
            return tell_all(options, **access,
                            ports::Deadline((*access)->clock(), kToAsk, stop.token()));
          },
      .stop = stop.token()};
  return carry_through(options.change, change);
}

}  // namespace

void add_pause(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand(
      "pause", "Replace no primary that is lost, until pgmahout resume; survives reboots");
  command->footer("example: pgmahout pause -i inventories/proxmox --reason 'new switch' --yes");
  const auto options = std::make_shared<PauseOptions>();
  add_change_options(*command, options->change);
  command->add_option("--reason", options->reason, "Why, for who sees it in pgmahout status");
  command->callback([options, &action] { action = [options] { return pause(*options); }; });
}

void add_resume(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("resume", "End what pgmahout pause began");
  command->footer("example: pgmahout resume -i inventories/proxmox --yes");
  const auto options = std::make_shared<PauseOptions>();
  options->pause = false;
  add_change_options(*command, options->change);
  command->callback([options, &action] { action = [options] { return pause(*options); }; });
}

}  // namespace pgmahout::cli
