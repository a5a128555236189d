#include "decide/verify/verify.hpp"

#include <algorithm>
#include <iostream>
#include <memory>

#include "agent/ask_nodes.hpp"
#include "commands.hpp"
#include "facts.hpp"
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
  int settle_seconds = 0;
  decide::VerifyLimits limits;
};

void print(const model::Verification& verification, bool json) {
  std::cout << (json ? report::verification_json(verification)
                     : report::verification_text(verification, report::stdout_style()));
}

// All that one look at the cluster needs; its time begins with each look.
struct Look {
  const VerifyOptions& options;
  const model::Cluster& cluster;
  const model::Expectation& expectation;
  ports::MachineShell& shell;
  ports::Clock& clock;
  std::stop_token stop;

  [[nodiscard]] model::Verification now() const {
    const ports::Deadline deadline(clock, std::chrono::seconds(options.deadline_seconds), stop);
    const model::Inspection inspection = agent::ask_nodes({cluster, shell, deadline}, expectation);
    return decide::verify({cluster, expectation, inspection, options.limits});
  }
};

void tell_what_is_not_well_yet(const model::Verification& verification) {
  for (const model::CheckResult& check : verification.checks)
    if (check.verdict == model::Verdict::fail || check.verdict == model::Verdict::no_answer)
      std::cerr << "asking again, for " << check.id << ": "
                << (check.evidence.empty() ? "" : check.evidence.front()) << '\n';
}

// A cluster that was just changed needs a while: a vote that comes late, a standby that attaches.
model::Verification look_until_well(const Look& look) {
  constexpr ports::Duration kPause{2000};
  const ports::Deadline settled(look.clock, std::chrono::seconds(look.options.settle_seconds),
                                look.stop);
  for (;;) {
    model::Verification verification = look.now();
    if (exit_code(verification) == model::ExitCode::ok || settled.remaining() <= kPause ||
        settled.stopped())
      return verification;
    tell_what_is_not_well_yet(verification);
    look.clock.sleep_for(kPause);
  }
}

model::ExitCode verify(const VerifyOptions& options) {
  auto cluster = inventory::load_cluster(options.load);
  if (!cluster) return refuse(cluster.error());
  ports::SignalStop stop;
  ports::SystemClock clock;
  ports::MachineShell shell;
  const ports::Deadline first(clock, std::chrono::seconds(options.deadline_seconds) / 4,
                              stop.token());
  const bool complete =
      options.load.facts.has_value() || complete_facts(*cluster, {*cluster, shell, first});
  const auto expectation = observe::expect(*cluster, complete);
  if (!expectation) return refuse({expectation.error()});
  const model::Verification verification =
      look_until_well({options, *cluster, *expectation, shell, clock, stop.token()});
  if (stop.token().stop_requested()) return model::ExitCode::interrupted;
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
      ->add_option("--settle", options->settle_seconds,
                   "Seconds for which to ask again while something is not well")
      ->check(CLI::Range(0, 600))
      ->capture_default_str();
  command
      ->add_option("--max-lag", options->limits.lag_bytes,
                   "Bytes of WAL that a standby may be behind")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->callback([options, &action] { action = [options] { return verify(*options); }; });
}

}  // namespace pgmahout::cli
