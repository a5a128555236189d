#include "agent/drill/drill.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

#include "access.hpp"
#include "act/journal.hpp"
#include "commands.hpp"
#include "decide/drill/judge.hpp"
#include "decide/drill/proposal.hpp"
#include "observe/drill_figures.hpp"
#include "ports/local/standard_terminal.hpp"
#include "ports/postgres/libpq_sql.hpp"
#include "ports/signal_stop.hpp"
#include "report/change.hpp"
#include "report/drill.hpp"

namespace pgmahout::cli {

namespace {

using model::DrillScenario;
using model::ErrorKind;
using model::ExitCode;

struct DrillOptions {
  AccessOptions access;
  std::string scenario;
  int rounds = 1;
  int hold_seconds = 30;
  int patience_seconds = 180;
  std::string yes_break;
  std::string html;
  std::vector<std::string> compare;
  bool json = false;
  bool dry_run = false;

  [[nodiscard]] agent::DrillOrder order() const {
    agent::DrillOrder order{.rounds = rounds, .patience = {}};
    for (const auto& row : agent::break_table())
      if (to_string(row.scenario) == scenario) order.scenario = row.scenario;
    order.patience.heal = std::chrono::seconds(patience_seconds);
    if (order.scenario == DrillScenario::partition)
      order.hold = std::chrono::seconds(hold_seconds);
    else
      order.hold = ports::Duration{0};
    return order;
  }
};

std::vector<std::string> scenario_names() {
  std::vector<std::string> names;
  for (const auto& row : agent::break_table()) names.emplace_back(to_string(row.scenario));
  return names;
}

ExitCode compare_files(const DrillOptions& options) {
  const auto before = observe::read_figures(options.compare.front());
  if (!before) return refuse({before.error()});
  const auto after = observe::read_figures(options.compare.back());
  if (!after) return refuse({after.error()});
  std::cout << report::drill_comparison(*before, *after, report::stdout_style());
  return ExitCode::ok;
}

// What can be known to be wrong before anybody is asked or hurt.
model::Result<void> check_options(const DrillOptions& options) {
  const auto wrong = [](std::string what, std::string hint) {
    return std::unexpected(
        model::Error{.kind = ErrorKind::usage, .what = std::move(what), .hint = std::move(hint)});
  };
  if (options.scenario.empty())
    return wrong("it is not said how the cluster is to be broken",
                 "name a scenario, or two reports with --compare");
  if (options.compare.size() > 1)
    return wrong("two reports are compared without a drill", "leave the scenario away");
  if (options.access.load.inventory.empty())
    return wrong("a drill is run from the controller", "name the inventory with -i");
  return {};
}

// Without making it: a drill that is refused leaves nothing behind.
bool can_be_written(const std::filesystem::path& file) {
  if (access(file.c_str(), F_OK) == 0) return access(file.c_str(), W_OK) == 0;
  const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  return access(folder.c_str(), W_OK) == 0;
}

model::Result<void> check_files(const DrillOptions& options) {
  if (!options.compare.empty())
    if (const auto figures = observe::read_figures(options.compare.front()); !figures)
      return std::unexpected(figures.error());
  if (options.html.empty() || can_be_written(options.html)) return {};
  return std::unexpected(
      model::Error{.kind = ErrorKind::usage, .what = "cannot write to " + options.html});
}

class DrillCommand {
 public:
  DrillCommand(const DrillOptions& options, Access& access) : options_(options), access_(access) {}

  [[nodiscard]] ExitCode run() {
    if (const auto named = check_name(); !named) return refuse({named.error()});
    const auto order = options_.order();
    const auto reports = access_.look(stop_.token());
    if (stop_.token().stop_requested()) return ExitCode::interrupted;
    const auto proposal = decide::propose_drill(
        {.cluster = access_.cluster(),
         .reports = reports,
         .scenario = order.scenario,
         .steps = agent::drill_steps(order.scenario, order.rounds, order.hold)});
    if (!options_.json) std::cout << report::proposal_text(proposal, report::stdout_style());
    if (!proposal.allowed()) return end_without(proposal, not_well());
    if (options_.dry_run) return end_without(proposal, std::nullopt);
    std::cout << std::flush;
    if (const auto wanted = confirm(); !wanted) return end_without(proposal, wanted.error());
    return break_and_tell(order);
  }

 private:
  [[nodiscard]] static model::Error not_well() {
    return {.kind = ErrorKind::refused,
            .what = "drill refused, nothing was broken: not all holds that must",
            .hint = "what is marked \"no\" says what to do"};
  }

  [[nodiscard]] model::Error other_name() const {
    return {.kind = ErrorKind::refused,
            .what = "nothing was broken: the cluster's name is " + access_.cluster().name};
  }

  // Before anybody is asked anything; on a terminal the name is typed later.
  [[nodiscard]] model::Result<void> check_name() {
    ports::StandardTerminal terminal(stop_.token());
    if (options_.yes_break.empty() && !options_.dry_run && !terminal.is_terminal())
      return std::unexpected(model::Error{
          .kind = ErrorKind::usage,
          .what = "nobody is there to be asked: this is no terminal",
          .hint = "name the cluster that may be broken with --yes-break, or see with --dry-run"});
    if (!options_.yes_break.empty() && options_.yes_break != access_.cluster().name)
      return std::unexpected(other_name());
    return {};
  }

  [[nodiscard]] model::Result<void> confirm() {
    if (!options_.yes_break.empty()) return {};
    ports::StandardTerminal terminal(stop_.token());
    const auto typed = terminal.ask(
        "This breaks the cluster on purpose, and its clients wait or "
        "lose their sessions. Type its name to go on: ");
    if (!typed) return std::unexpected(typed.error());
    if (*typed != access_.cluster().name) return std::unexpected(other_name());
    return {};
  }

  [[nodiscard]] ExitCode end_without(const model::Proposal& proposal,
                                     const std::optional<model::Error>& error) const {
    const auto code = error ? exit_code(error->kind) : ExitCode::ok;
    if (options_.json)
      std::cout << report::change_json({.proposal = proposal,
                                        .dry_run = options_.dry_run,
                                        .error = error,
                                        .exit_code = to_int(code)});
    else if (error)
      return refuse({*error});
    return code;
  }

  [[nodiscard]] ExitCode break_and_tell(const agent::DrillOrder& order) {
    ports::postgres::LibpqSql sql;
    const agent::DrillWorld world{.cluster = access_.cluster(),
                                  .reach = access_.reach(),
                                  .sql = sql,
                                  .clock = access_.clock(),
                                  .crew = access_.crew(),
                                  .stop = stop_.token(),
                                  .tell = [](const std::string& line) {
                                    std::cerr << line << "\n" << std::flush;
                                  }};
    const auto at = act::timestamp(access_.clock());
    auto drilled = agent::drill(world, order);
    drilled.at = at;
    return tell(drilled);
  }

  [[nodiscard]] ExitCode tell(const model::DrillReport& drilled) {
    const auto style = report::stdout_style();
    std::cout << (options_.json ? report::drill_json(drilled) : report::drill_text(drilled, style));
    if (!options_.html.empty() && !(std::ofstream(options_.html) << report::drill_html(drilled)))
      std::cerr << "the page could not be written to " << options_.html << "\n";
    if (!options_.compare.empty()) tell_difference(drilled);
    if (drilled.error) tell_state();
    return exit_code(drilled);
  }

  // Beside the report, which is JSON for programs, it is for people.
  void tell_difference(const model::DrillReport& drilled) const {
    const auto before = observe::read_figures(options_.compare.front());
    if (!before) return;
    (options_.json ? std::cerr : std::cout)
        << report::drill_comparison(*before, decide::figures_of(drilled), report::stdout_style());
  }

  // However it ended early, a person wants to know what is left of the cluster.
  void tell_state() {
    const auto complaints = decide::complaints_of(access_.cluster(), access_.look({}));
    std::cerr << (complaints.empty() ? "the cluster is well now\n" : "not well now:\n");
    for (const auto& complaint : complaints) std::cerr << "  " << complaint << "\n";
  }

  const DrillOptions& options_;
  Access& access_;
  ports::SignalStop stop_;
};

ExitCode drill_as_wanted(const DrillOptions& options) {
  if (options.scenario.empty() && options.compare.size() == 2) return compare_files(options);
  if (const auto checked = check_options(options); !checked) return refuse({checked.error()});
  if (const auto checked = check_files(options); !checked) return refuse({checked.error()});
  const auto access = Access::open(options.access);
  if (!access) return refuse(access.error());
  return DrillCommand(options, **access).run();
}

}  // namespace

void add_drill(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand(
      "drill", "Break a running cluster on purpose, and measure what its clients notice");
  command->footer(
      "example: pgmahout drill crash -i inventories/staging --dry-run\n"
      "for scripts: pgmahout drill power -i inventories/staging --yes-break NAME --json\n"
      "two reports: pgmahout drill --compare before.json after.json");
  const auto options = std::make_shared<DrillOptions>();
  command->add_option("scenario", options->scenario, "How to break it")
      ->check(CLI::IsMember(scenario_names()));
  add_access(*command, options->access);
  command->add_option("--rounds", options->rounds, "How often, one after the other")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  command->add_option("--hold", options->hold_seconds, "Seconds for which a partition lasts")
      ->check(CLI::Range(5, 600))
      ->capture_default_str();
  command
      ->add_option("--patience", options->patience_seconds,
                   "Seconds after which a cluster that is not well again is told as that")
      ->check(CLI::Range(10, 3600))
      ->capture_default_str();
  command->add_option("--yes-break", options->yes_break,
                      "The name of the cluster that may be broken: nobody is asked then");
  command->add_option("--html", options->html, "File for a page that shows each round over time");
  command
      ->add_option("--compare", options->compare,
                   "Earlier report (JSON) to show beside this one; or two, and nothing is broken")
      ->expected(1, 2);
  command->add_flag("--json", options->json, "Print the report as JSON");
  command->add_flag("--dry-run", options->dry_run, "Say what would be done, and do nothing");
  command->callback(
      [options, &action] { action = [options] { return drill_as_wanted(*options); }; });
}

}  // namespace pgmahout::cli
