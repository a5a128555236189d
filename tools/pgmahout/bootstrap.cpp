#include "bootstrap.hpp"

#include <iostream>
#include <memory>

#include "act/bootstrap/playbook.hpp"
#include "commands.hpp"
#include "playbook_display.hpp"
#include "ports/local/standard_terminal.hpp"
#include "ports/signal_stop.hpp"
#include "preflight_look.hpp"
#include "report/bootstrap.hpp"
#include "report/connection.hpp"
#include "report/verification.hpp"
#include "verify_look.hpp"

namespace pgmahout::cli {

namespace {

using model::ErrorKind;
using model::ExitCode;

// Longer than the slowest machines and mirrors take; then something is stuck.
constexpr ports::Duration kForThePlaybook = std::chrono::hours(3);
constexpr int kToSettleSeconds = 60;

bool was_stopped(BootstrapWork& work) {
  if (!work.stop.stop_requested()) return false;
  work.give_up({{.kind = ErrorKind::interrupted,
                 .what = "a signal ended it",
                 .hint = "run it again: it goes on where it was"}});
  return true;
}

void print_table(const BootstrapWork& work, const model::Verification& verification) {
  if (!work.options.json)
    std::cout << report::verification_text(verification, report::stdout_style()) << std::flush;
}

// Step 3.
bool look_at_machines(BootstrapWork& work) {
  work.tell("looking whether the machines are fit (about half a minute)");
  work.result.preflight =
      look_before(work.cluster, {work.shell, work.crew, work.clock, work.stop}, kPreflightSeconds);
  if (was_stopped(work)) return false;
  const auto code = exit_code(*work.result.preflight);
  const bool plain =
      code == ExitCode::ok && count(*work.result.preflight, model::Verdict::warn) == 0;
  if (!plain) print_table(work, *work.result.preflight);
  work.result.exit_code = code;
  if (code == ExitCode::ok) return true;
  work.tell("the machines are not fit yet; nothing of the cluster was set up");
  return false;
}

bool ask_to_begin(BootstrapWork& work) {
  if (work.options.yes || work.options.check) return true;
  std::string names;
  for (const auto& node : work.cluster.nodes) names += (names.empty() ? "" : ", ") + node.name;
  const auto answer =
      work.terminal.ask("Set up the cluster " + work.cluster.name + " on " + names + "? [y/N] ");
  if (!answer) return work.give_up({answer.error()});
  if (*answer == "y" || *answer == "Y" || *answer == "yes") return true;
  return work.give_up({{.kind = ErrorKind::refused, .what = "not wanted; no cluster was set up"}});
}

int changes_of(const model::PlaybookRun& run) {
  int changes = 0;
  for (const auto& [host, recap] : run.recap) changes += recap.changed;
  return changes;
}

model::Error why_it_ended(const model::PlaybookRun& run, bool check) {
  const bool changed = !check && changes_of(run) > 0;
  model::Error error{.kind = changed ? ErrorKind::incomplete : ErrorKind::failed,
                     .what = "site.yml ended with status " + std::to_string(run.exit_status),
                     .hint = "the whole story is in " + run.log +
                             "; when its reason is gone, run it again: it goes on where it was"};
  if (run.interrupted) {
    error.kind = ErrorKind::interrupted;
    error.what = "a signal ended site.yml";
  } else if (!run.failures.empty()) {
    const auto& last = run.failures.back();
    error.node = last.host;
    error.what += ": \"" + last.task + "\" failed: " + last.message;
  }
  return error;
}

// Step 4.
bool play(BootstrapWork& work, const std::filesystem::path& playbook) {
  PlaybookDisplay display(work.options.json);
  const auto& inventory = work.options.load.inventory;
  const act::PlaybookTask task{
      .playbook = playbook,
      .inventory = inventory,
      .state = act::state_folder(inventory),
      .vault_password_file = inventory::vault_password_file(work.options.load),
      .known_hosts_file = work.cluster.known_hosts_file,
      .check = work.options.check};
  const auto run = act::run_playbook(
      work.shell, task, ports::Deadline(work.clock, kForThePlaybook, work.stop),
      [&](const auto& progress, auto took, auto left) { display.show(progress, took, left); });
  display.finish();
  if (!run) return work.give_up({run.error()});
  work.result.playbook = *run;
  if (!work.options.json)
    std::cout << report::playbook_text(*run, work.options.check) << std::flush;
  if (run->exit_status == 0 && !run->interrupted) return true;
  return work.give_up({why_it_ended(*run, work.options.check)});
}

// Step 5.
bool prove(BootstrapWork& work) {
  const auto verification =
      look_at_cluster(work.cluster, false, {.settle_seconds = kToSettleSeconds},
                      {work.shell, work.clock, work.stop});
  if (!verification) return work.give_up({verification.error()});
  if (was_stopped(work)) return false;
  work.result.verification = *verification;
  print_table(work, *verification);
  work.result.exit_code = exit_code(*verification);
  if (work.result.exit_code != ExitCode::ok) return false;
  work.result.connection = report::connection_text(work.cluster);
  if (!work.options.json) std::cout << report::connection_lines(*work.result.connection);
  return true;
}

void carry_out(BootstrapWork& work, const std::filesystem::path& playbook) {
  if (!trust_hosts(work) || !let_ansible_in(work) || !look_at_machines(work)) return;
  if (!ask_to_begin(work) || !play(work, playbook) || work.options.check) return;
  (void)prove(work);
}

// What can be wrong without any machine is looked at before anything is done.
model::Result<void> expect_somebody(const BootstrapOptions& options, ports::Terminal& terminal) {
  if (options.yes || options.check || terminal.is_terminal()) return {};
  return std::unexpected(
      model::Error{.kind = ErrorKind::usage,
                   .what = "nobody is there to be asked: this is no terminal",
                   .hint = "add --yes to go on without a question, or --check to change nothing"});
}

ExitCode bootstrap(const BootstrapOptions& options) {
  const auto cluster = inventory::load_cluster(options.load);
  if (!cluster) return refuse(cluster.error());
  const ports::SignalStop stop;
  ports::SystemClock clock;
  ports::StandardTerminal terminal(stop.token());
  if (const auto there = expect_somebody(options, terminal); !there) return refuse({there.error()});
  const auto playbook = act::find_playbook(options.playbook, options.load.inventory);
  if (!playbook) return refuse({playbook.error()});
  BootstrapWork work{options, *cluster, terminal, clock, stop.token()};
  work.targets = login_targets(*cluster);
  work.result.cluster = cluster->name;
  work.result.check = options.check;
  carry_out(work, *playbook);
  if (options.json) std::cout << report::bootstrap_json(work.result);
  return work.result.exit_code;
}

void add_host_key_options(CLI::App& command, BootstrapOptions& options) {
  command.add_option("--fingerprint", options.fingerprints,
                     "NODE=SHA256:..., the host key of a machine as its console shows it; again "
                     "for each");
  command.add_flag("--accept-new-host-keys", options.accept_new_host_keys,
                   "Pin whatever unknown machines show; a changed key is refused all the same");
  command.add_option("--login", options.login,
                     "Whom the password lets in, root for instance; else the inventory's user");
  command.add_option("--password-file", options.password_file,
                     "File with that password, readable by you alone; else it is asked for");
}

}  // namespace

bool BootstrapWork::give_up(model::Errors errors) {
  if (options.json)
    result.exit_code = errors.empty() ? ExitCode::internal : exit_code(errors.front().kind);
  else
    result.exit_code = refuse(errors);
  result.errors = std::move(errors);
  return false;
}

void BootstrapWork::tell(const std::string& text) const {
  if (!options.json) std::cerr << text << "\n" << std::flush;
}

void add_bootstrap(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand(
      "bootstrap", "Make a proven cluster of fresh machines: trust, login, look, set up, verify");
  command->footer(
      "example: pgmahout bootstrap -i inventories/mine\n"
      "without questions: pgmahout bootstrap -i inventories/mine --yes --password-file FILE "
      "--fingerprint postgres1=SHA256:...");
  const auto options = std::make_shared<BootstrapOptions>();
  command->add_option("-i,--inventory", options->load.inventory, "Inventory file or directory")
      ->required();
  command->add_option("--vault-password-file", options->load.vault_password_file,
                      "File with the vault's password; else .vault-password beside the inventory");
  add_host_key_options(*command, *options);
  command->add_option("--playbook", options->playbook,
                      "site.yml; else the one beside the inventory, in a folder above it, or here");
  command->add_flag("--check", options->check,
                    "Say what is missing and what would change, and change nothing");
  command->add_flag("-y,--yes", options->yes,
                    "Do it without asking; unknown host keys are not accepted by that");
  command->add_flag("--json", options->json, "Print what was found and done as JSON");
  command->callback([options, &action] { action = [options] { return bootstrap(*options); }; });
}

}  // namespace pgmahout::cli
