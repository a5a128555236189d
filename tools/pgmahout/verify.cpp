#include "decide/verify/verify.hpp"

#include <algorithm>
#include <iostream>
#include <memory>

#include "agent/ask_nodes.hpp"
#include "commands.hpp"
#include "inventory/load.hpp"
#include "observe/expect.hpp"
#include "ports/machine_shell.hpp"
#include "ports/signal_stop.hpp"
#include "report/verification.hpp"

namespace pgmahout::cli {

namespace {

struct VerifyOptions {
  inventory::LoadOptions load;
  bool json = false;
  int deadline_seconds = 30;
  decide::VerifyLimits limits;
};

// Files are rendered from facts. When nobody gave them the machines are asked; false when not all
// of them answered.
bool complete_facts(model::Cluster& cluster, const agent::Questions& questions) {
  bool complete = true;
  for (const auto& [name, facts] : agent::ask_facts(questions)) {
    const auto node = std::ranges::find(cluster.nodes, name, &model::Node::name);
    if (facts) observe::add_facts(*node, *facts);
    complete = complete && facts.has_value();
  }
  return complete;
}

void print(const model::Verification& verification, bool json) {
  std::cout << (json ? report::verification_json(verification)
                     : report::verification_text(verification, report::stdout_style()));
}

model::ExitCode verify(const VerifyOptions& options) {
  auto cluster = inventory::load_cluster(options.load);
  if (!cluster) return refuse(cluster.error());
  ports::SignalStop stop;
  ports::SystemClock clock;
  ports::MachineShell shell;
  const ports::Deadline deadline(clock, std::chrono::seconds(options.deadline_seconds),
                                 stop.token());
  const agent::Questions questions{*cluster, shell, deadline};
  const agent::Questions first{*cluster, shell, deadline.within(deadline.remaining() / 4)};
  const bool complete = options.load.facts.has_value() || complete_facts(*cluster, first);
  const auto expectation = observe::expect(*cluster, complete);
  if (!expectation) return refuse({expectation.error()});
  const model::Inspection inspection = agent::ask_nodes(questions, *expectation);
  if (deadline.stopped()) return model::ExitCode::interrupted;
  const model::Verification verification =
      decide::verify({*cluster, *expectation, inspection, options.limits});
  print(verification, options.json);
  return exit_code(verification);
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
      ->add_option("--deadline", options->deadline_seconds,
                   "Seconds after which a node that has not answered counts as silent")
      ->check(CLI::Range(10, 600))
      ->capture_default_str();
  command
      ->add_option("--max-lag", options->limits.lag_bytes,
                   "Bytes of WAL that a standby may be behind")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->callback([options, &action] { action = [options] { return verify(*options); }; });
}

}  // namespace pgmahout::cli
