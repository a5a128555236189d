#pragma once

#include "ports/shell.hpp"

namespace pgmahout::ports::local {

/// Runs commands on this machine, each in a process group of its own that is killed as a whole at
/// the deadline. Targets with an SSH endpoint are none of its business.
class LocalShell : public Shell {
 public:
  [[nodiscard]] model::Result<ShellResult> run(const Target& target, const Command& command,
                                               const Deadline& deadline) override;
};

}  // namespace pgmahout::ports::local
