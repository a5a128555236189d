#pragma once

#include <functional>

#include "CLI/CLI.hpp"
#include "model/error.hpp"
#include "model/exit_code.hpp"

namespace pgmahout::cli {

/// What main() runs after the command line was read: set by the chosen command's callback.
using Action = std::function<model::ExitCode()>;

/// Prints the errors to standard error; the exit code is that of the first.
[[nodiscard]] model::ExitCode refuse(const model::Errors& errors);

// Each adds one subcommand; its callback sets `action`. One file a command.
void add_attach(CLI::App& app, Action& action);
void add_bootstrap(CLI::App& app, Action& action);
void add_clone(CLI::App& app, Action& action);
void add_drill(CLI::App& app, Action& action);
void add_completion(CLI::App& app, Action& action);
void add_diagnose(CLI::App& app, Action& action);
void add_exit_codes(CLI::App& app, Action& action);
void add_failover(CLI::App& app, Action& action);
void add_fence(CLI::App& app, Action& action);
void add_history(CLI::App& app, Action& action);
void add_init(CLI::App& app, Action& action);
void add_inventory(CLI::App& app, Action& action);
void add_pause(CLI::App& app, Action& action);
void add_preflight(CLI::App& app, Action& action);
void add_rejoin(CLI::App& app, Action& action);
void add_reload(CLI::App& app, Action& action);
void add_render(CLI::App& app, Action& action);
void add_restart(CLI::App& app, Action& action);
void add_resume(CLI::App& app, Action& action);
void add_settings(CLI::App& app, Action& action);
void add_status(CLI::App& app, Action& action);
void add_switchover(CLI::App& app, Action& action);
void add_unfence(CLI::App& app, Action& action);
void add_verify(CLI::App& app, Action& action);

}  // namespace pgmahout::cli
