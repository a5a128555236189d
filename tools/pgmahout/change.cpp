#include "change.hpp"

#include <iostream>

#include "commands.hpp"
#include "ports/local/standard_terminal.hpp"
#include "report/change.hpp"

namespace pgmahout::cli {

namespace {

using model::ExitCode;

model::Result<void> ask_whether(const Change& change) {
  ports::StandardTerminal terminal(change.stop);
  if (!terminal.is_terminal())
    return std::unexpected(model::Error{
        .kind = model::ErrorKind::usage,
        .what = "nobody is there to be asked: this is no terminal",
        .hint = "add --yes to go on without a question, or --dry-run to see what would be done"});
  const auto answer = terminal.ask(change.question + " [y/N] ");
  if (!answer) return std::unexpected(answer.error());
  if (*answer == "y" || *answer == "Y" || *answer == "yes") return {};
  return std::unexpected(
      model::Error{.kind = model::ErrorKind::refused, .what = "not wanted, nothing was done"});
}

model::Error not_allowed(const model::Proposal& proposal) {
  return {.kind = model::ErrorKind::refused,
          .what = proposal.command + " refused, nothing was done: not all holds that must",
          .hint = "what is marked \"no\" says what to do"};
}

// How it ends when it is not made.
ExitCode end_with(const ChangeOptions& options, const Change& change, const model::Error& error) {
  if (!options.json) return refuse({error});
  const auto code = exit_code(error.kind);
  std::cout << report::change_json({.proposal = change.proposal,
                                    .dry_run = options.dry_run,
                                    .error = error,
                                    .exit_code = to_int(code)});
  return code;
}

ExitCode end_well(const ChangeOptions& options, const Change& change,
                  const std::optional<model::ChangeResult>& result) {
  if (options.json)
    std::cout << report::change_json(
        {.proposal = change.proposal, .dry_run = options.dry_run, .result = result});
  else if (result)
    std::cout << report::result_text(*result);
  return ExitCode::ok;
}

}  // namespace

void add_change_options(CLI::App& command, ChangeOptions& options) {
  add_access(command, options.access);
  command.add_flag("--dry-run", options.dry_run, "Say what would be done, and do nothing");
  command.add_flag("-y,--yes", options.yes, "Do it without asking");
  command.add_flag("--json", options.json, "Print what was proposed and how it ended as JSON");
}

void tell_step(const ChangeOptions& options, const std::string& step) {
  if (!options.json) std::cerr << step << "\n" << std::flush;
}

ExitCode carry_through(const ChangeOptions& options, const Change& change) {
  const auto& proposal = change.proposal;
  if (!options.json) std::cout << report::proposal_text(proposal, report::stdout_style());
  if (!proposal.nothing_to_do.empty()) return end_well(options, change, std::nullopt);
  if (!proposal.allowed()) return end_with(options, change, not_allowed(proposal));
  if (options.dry_run) return end_well(options, change, std::nullopt);
  std::cout << std::flush;
  if (!options.yes)
    if (const auto wanted = ask_whether(change); !wanted)
      return end_with(options, change, wanted.error());
  const auto result = change.make();
  if (!result) return end_with(options, change, result.error());
  return end_well(options, change, *result);
}

}  // namespace pgmahout::cli
