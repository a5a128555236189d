#include "decide/history/history.hpp"

#include <iostream>
#include <memory>

#include "access.hpp"
#include "agent/ask_history.hpp"
#include "commands.hpp"
#include "ports/signal_stop.hpp"
#include "report/history_json.hpp"
#include "report/history_text.hpp"

namespace pgmahout::cli {

namespace {

struct HistoryOptions {
  AccessOptions access;
  bool json = false;
  int deadline_seconds = 15;
};

model::ExitCode history(const HistoryOptions& options) {
  const auto access = Access::open(options.access);
  if (!access) return refuse(access.error());
  const ports::SignalStop stop;
  const ports::Deadline deadline((*access)->clock(), std::chrono::seconds(options.deadline_seconds),
                                 stop.token());
  const auto& cluster = (*access)->cluster();
  const auto histories =
      agent::ask_history((*access)->reach(), (*access)->crew(), cluster, deadline);
  if (stop.token().stop_requested()) return model::ExitCode::interrupted;
  const auto merged = decide::merge_history(cluster.name, histories);
  std::cout << (options.json ? report::history_json(merged)
                             : report::history_text(merged, report::stdout_style()));
  return exit_code(merged);
}

}  // namespace

void add_history(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand(
      "history", "Tell the cluster's timelines: when, why, from whom to whom, and what was lost");
  const auto options = std::make_shared<HistoryOptions>();
  command->footer(
      "example: pgmahout history -i inventories/proxmox\non a node: pgmahout history --json");
  add_access(*command, options->access);
  command->add_flag("--json", options->json, "Print the history as JSON");
  command
      ->add_option("--deadline", options->deadline_seconds,
                   "Seconds after which a node that has not answered counts as silent")
      ->check(CLI::Range(1, 600))
      ->capture_default_str();
  command->callback([options, &action] { action = [options] { return history(*options); }; });
}

}  // namespace pgmahout::cli
