#include "diagnose.hpp"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>

#include "agent/ask_evidence.hpp"
#include "commands.hpp"
#include "decide/diagnose/diagnose.hpp"
#include "decide/verify/verify.hpp"
#include "diagnose_list.hpp"
#include "facts.hpp"
#include "observe/expect.hpp"
#include "ports/signal_stop.hpp"
#include "report/diagnosis.hpp"

namespace pgmahout::cli {

namespace {

constexpr ports::Duration kToShowEvidence{10000};

struct DiagnoseOptions {
  AccessOptions access;
  std::string node;
  std::string bundle;  // the archive to write; empty: none
  bool all = false;
  bool json = false;
  bool list = false;
  int deadline_seconds = 45;
};

// What stands in the way before anybody is asked.
std::optional<model::Error> objection(const DiagnoseOptions& options, const Access& access) {
  if (!options.node.empty() && access.cluster().find(options.node) == nullptr)
    return model::Error{.kind = model::ErrorKind::refused,
                        .what = "the cluster has no " + options.node,
                        .hint = "pgmahout status names its nodes"};
  std::error_code failure;
  if (!options.bundle.empty() &&
      std::filesystem::exists(std::filesystem::symlink_status(options.bundle, failure)))
    return model::Error{.kind = model::ErrorKind::refused,
                        .what = options.bundle + " is there already",
                        .hint = "name another file; nothing is overwritten"};
  return std::nullopt;
}

// As `pgmahout verify` does; what it cannot say is told as not seen.
std::optional<model::Verification> verification_of(const model::Cluster& known,
                                                   const ports::Deadline& deadline) {
  model::Cluster cluster = known;
  ports::MachineShell shell;
  const bool complete =
      complete_facts(cluster, {cluster, shell, deadline.within(deadline.remaining() / 4)});
  const auto expectation = observe::expect(cluster, complete);
  if (!expectation) {
    std::cerr << "pgmahout: " << to_string(expectation.error()) << "\n";
    return std::nullopt;
  }
  const auto inspection = agent::ask_nodes({cluster, shell, deadline}, *expectation);
  return decide::verify({cluster, *expectation, inspection, {}});
}

bool anybody_answers(const model::Reports& reports) {
  return std::ranges::any_of(reports.nodes, [](const auto& each) { return each.has_value(); });
}

Seen look_at(const DiagnoseOptions& options, Access& access, const std::stop_token& stop) {
  const ports::Deadline deadline(access.clock(), std::chrono::seconds(options.deadline_seconds),
                                 stop);
  Seen seen{.reports = access.look(stop)};
  seen.evidences = agent::ask_evidence(access.reach(), access.crew(), access.cluster(),
                                       !options.bundle.empty(), deadline.within(kToShowEvidence));
  if (!options.access.load.inventory.empty() && anybody_answers(seen.reports))
    seen.verification = verification_of(access.cluster(), deadline);
  return seen;
}

model::ExitCode diagnose_cluster(const DiagnoseOptions& options) {
  const auto access = Access::open(options.access);
  if (!access) return refuse(access.error());
  if (const auto wrong = objection(options, **access)) return refuse({*wrong});
  const ports::SignalStop stop;
  const auto seen = look_at(options, **access, stop.token());
  if (stop.token().stop_requested()) return model::ExitCode::interrupted;
  const auto diagnoses =
      decide::diagnose({.cluster = (*access)->cluster(),
                        .reports = seen.reports,
                        .evidences = seen.evidences,
                        .verification = seen.verification ? &*seen.verification : nullptr},
                       options.node);
  const auto json = report::diagnosis_json(diagnoses);
  std::cout << (options.json ? json : report::diagnosis_text(diagnoses, report::stdout_style()));
  if (options.bundle.empty()) return exit_code(diagnoses);
  const auto written = write_diagnosis(options.bundle, **access, seen, json, stop.token());
  if (!written) return refuse({written.error()});
  std::cerr << "pgmahout: wrote " << options.bundle << "\n";
  return exit_code(diagnoses);
}

model::ExitCode diagnose(const DiagnoseOptions& options) {
  if (!options.list) return diagnose_cluster(options);
  std::cout << diagnoses_markdown();
  return model::ExitCode::ok;
}

}  // namespace

void add_diagnose(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand(
      "diagnose", "Name what is wrong, with what shows it and the next command; changes nothing");
  const auto options = std::make_shared<DiagnoseOptions>();
  command->footer(
      "example: pgmahout diagnose --all -i inventories/proxmox --bundle diagnosis.tar.gz\n"
      "on a node: pgmahout diagnose postgres2");
  auto* about = command->add_option_group("about", "what is looked at");
  about->add_option("node", options->node, "The node that it is about");
  about->add_flag("--all", options->all, "The whole cluster");
  about->add_flag("--list", options->list, "Print every diagnosis that there is, as a table")
      ->group("");
  about->require_option(1);
  add_access(*command, options->access);
  command->add_flag("--json", options->json, "As JSON");
  command->add_option("--bundle", options->bundle,
                      "Write a new archive (.tar.gz) with everything that was seen, for who helps; "
                      "secrets are left out");
  command
      ->add_option("--deadline", options->deadline_seconds,
                   "Seconds after which a node that has not answered counts as silent")
      ->check(CLI::Range(10, 600))
      ->capture_default_str();
  command->callback([options, &action] { action = [options] { return diagnose(*options); }; });
}

}  // namespace pgmahout::cli
