#pragma once

#include "ports/local/local_shell.hpp"
#include "ports/shell.hpp"
#include "ports/ssh/ssh_shell.hpp"

namespace pgmahout::ports {

/// The shell of real machines: over SSH where the target has an endpoint, here otherwise.
class MachineShell : public Shell {
 public:
  [[nodiscard]] model::Result<ShellResult> run(const Target& target, const Command& command,
                                               const Deadline& deadline) override {
    if (target.ssh) return ssh_.run(target, command, deadline);
    return local_.run(target, command, deadline);
  }

 private:
  local::LocalShell local_;
  ssh::SshShell ssh_;
};

}  // namespace pgmahout::ports
