#pragma once

#include <functional>
#include <stop_token>

#include "CLI/CLI.hpp"
#include "access.hpp"
#include "model/change.hpp"
#include "model/exit_code.hpp"

namespace pgmahout::cli {

/// What every command that changes a cluster takes.
struct ChangeOptions {
  AccessOptions access;
  bool dry_run = false;
  bool yes = false;
  bool json = false;
};

/// Adds them.
void add_change_options(CLI::App& command, ChangeOptions& options);

/// What a command brings: what it proposes, the question that is asked before, and how it is done.
struct Change {
  model::Proposal proposal;
  std::string question;
  std::function<model::Result<model::ChangeResult>()> make;
  std::stop_token stop;  ///< ends a question that waits for its answer
};

/// Shows what is proposed; refuses when something that must hold does not; asks once on a terminal
/// (--yes answers, and without either it is a usage error); makes the change and tells how it
/// ended. With --dry-run it is only shown.
[[nodiscard]] model::ExitCode carry_through(const ChangeOptions& options, const Change& change);

/// A step of a change that goes on, for people who wait; not with --json.
void tell_step(const ChangeOptions& options, const std::string& step);

}  // namespace pgmahout::cli
