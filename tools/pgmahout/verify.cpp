#include <iostream>
#include <memory>

#include "commands.hpp"
#include "facts.hpp"
#include "inventory/load.hpp"
#include "ports/machine_shell.hpp"
#include "ports/signal_stop.hpp"
#include "report/verification.hpp"
#include "verify_look.hpp"

namespace pgmahout::cli {

namespace {

struct VerifyOptions {
  inventory::LoadOptions load;
  bool json = false;
  VerifyPatience patience;
};

void print(const model::Verification& verification, bool json) {
  std::cout << (json ? report::verification_json(verification)
                     : report::verification_text(verification, report::stdout_style()));
}

model::ExitCode verify(const VerifyOptions& options) {
  auto cluster = inventory::load_cluster(options.load);
  if (!cluster) return refuse(cluster.error());
  const ports::SignalStop stop;
  ports::SystemClock clock;
  ports::MachineShell shell;
  const auto verification = look_at_cluster(*std::move(cluster), options.load.facts.has_value(),
                                            options.patience, {shell, clock, stop.token()});
  if (!verification) return refuse({verification.error()});
  if (stop.token().stop_requested()) return model::ExitCode::interrupted;
  print(*verification, options.json);
  return exit_code(*verification);
}

}  // namespace

void add_verify(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand(
      "verify", "Ask every node whether the cluster is what the inventory says; changes nothing");
  const auto options = std::make_shared<VerifyOptions>();
  command->add_option("-i,--inventory", options->load.inventory, "Inventory file or directory")
      ->required();
  command->add_option("--facts", options->load.facts,
                      "Facts of the hosts (JSON), - is stdin; without it they are asked");
  command->add_option("--vault-password-file", options->load.vault_password_file,
                      "File with the vault's password");
  command->add_flag("--json", options->json, "Print the report as JSON");
  command
      ->add_option("--deadline", options->patience.deadline_seconds,
                   "Seconds after which a node that has not answered counts as silent")
      ->check(CLI::Range(10, 600))
      ->capture_default_str();
  command
      ->add_option("--settle", options->patience.settle_seconds,
                   "Seconds for which to ask again while something is not well")
      ->check(CLI::Range(0, 600))
      ->capture_default_str();
  command
      ->add_option("--max-lag", options->patience.limits.lag_bytes,
                   "Bytes of WAL that a standby may be behind")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->callback([options, &action] { action = [options] { return verify(*options); }; });
}

}  // namespace pgmahout::cli
