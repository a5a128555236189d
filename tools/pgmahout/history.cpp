#include "decide/history/history.hpp"

#include <iostream>
#include <memory>

#include "access.hpp"
#include "commands.hpp"
#include "ports/machine_shell.hpp"
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
  const auto access = open_access(options.access);
  if (!access) return refuse(access.error());
  const ports::SignalStop stop;
  ports::SystemClock clock;
  ports::MachineShell shell;
  const ports::Deadline deadline(clock, std::chrono::seconds(options.deadline_seconds),
                                 stop.token());
  const auto histories = agent::ask_history(shell, access->reach, deadline);
  if (stop.token().stop_requested()) return model::ExitCode::interrupted;
  const auto merged = decide::merge_history(access->cluster.name, histories);
  std::cout << (options.json ? report::history_json(merged)
                             : report::history_text(merged, report::stdout_style()));
  return exit_code(merged);
}

}  // namespace

void add_history(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand(
      "history", "Tell the cluster's timelines: when, why, from whom to whom, and what was lost");
  const auto options = std::make_shared<HistoryOptions>();
  auto& load = options->access.load;
  command->add_option("-i,--inventory", load.inventory,
                      "Inventory file or directory; without it, on a node, its own description");
  command->add_option("--vault-password-file", load.vault_password_file,
                      "File with the vault's password");
  command->add_flag("--json", options->json, "Print the history as JSON");
  command
      ->add_option("--deadline", options->deadline_seconds,
                   "Seconds after which a node that has not answered counts as silent")
      ->check(CLI::Range(1, 600))
      ->capture_default_str();
  command->callback([options, &action] { action = [options] { return history(*options); }; });
}

}  // namespace pgmahout::cli
