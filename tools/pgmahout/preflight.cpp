#include "decide/preflight/preflight.hpp"

#include <iostream>
#include <memory>

#include "agent/ask_machines.hpp"
#include "commands.hpp"
#include "inventory/load.hpp"
#include "ports/machine_shell.hpp"
#include "ports/signal_stop.hpp"
#include "preflight_look.hpp"
#include "report/verification.hpp"

namespace pgmahout::cli {

namespace {

struct PreflightOptions {
  inventory::LoadOptions load;
  bool json = false;
  int deadline_seconds = kPreflightSeconds;
};

model::ExitCode preflight(const PreflightOptions& options) {
  const auto cluster = inventory::load_cluster(options.load);
  if (!cluster) return refuse(cluster.error());
  const ports::SignalStop stop;
  ports::SystemClock clock;
  ports::MachineShell shell;
  ports::Threads crew;
  const auto verification =
      look_before(*cluster, {shell, crew, clock, stop.token()}, options.deadline_seconds);
  if (stop.token().stop_requested()) return model::ExitCode::interrupted;
  std::cout << (options.json ? report::verification_json(verification)
                             : report::verification_text(verification, report::stdout_style()));
  return exit_code(verification);
}

}  // namespace

model::Verification look_before(const model::Cluster& cluster, const Tools& tools,
                                int deadline_seconds) {
  const ports::Deadline deadline(tools.clock, std::chrono::seconds(deadline_seconds), tools.stop);
  const auto seen = agent::ask_machines(tools.shell, tools.crew, cluster, deadline);
  return decide::judge_preflight({cluster, seen, {}});
}

void add_preflight(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand(
      "preflight", "Look whether machines and network are fit for a cluster; changes nothing");
  command->footer("example: pgmahout preflight -i inventories/mine");
  const auto options = std::make_shared<PreflightOptions>();
  command->add_option("-i,--inventory", options->load.inventory, "Inventory file or directory")
      ->required();
  command->add_option("--vault-password-file", options->load.vault_password_file,
                      "File with the vault's password");
  command->add_flag("--json", options->json, "Print the report as JSON");
  command
      ->add_option("--deadline", options->deadline_seconds,
                   "Seconds after which a machine that has not answered counts as silent")
      ->check(CLI::Range(10, 600))
      ->capture_default_str();
  command->callback([options, &action] { action = [options] { return preflight(*options); }; });
}

}  // namespace pgmahout::cli
