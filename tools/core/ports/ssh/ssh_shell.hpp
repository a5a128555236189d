#pragma once

#include "ports/shell.hpp"

namespace pgmahout::ports::ssh {

/// Runs commands over SSH, one connection a command. Targets without an endpoint are none of its
/// business.
class SshShell : public Shell {
 public:
  [[nodiscard]] model::Result<ShellResult> run(const Target& target, const Command& command,
                                               const Deadline& deadline) override;
};

}  // namespace pgmahout::ports::ssh
