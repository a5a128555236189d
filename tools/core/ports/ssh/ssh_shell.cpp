#include "ports/ssh/ssh_shell.hpp"

#include "ports/ssh/session.hpp"

namespace pgmahout::ports::ssh {

model::Result<ShellResult> SshShell::run(const Target& target, const Command& command,
                                         const Deadline& deadline) {
  // A machine that does not let us in within this time is not going to.
  constexpr Duration kLogin{15000};
  auto session = Session::open(target, deadline.within(kLogin));
  if (!session) return std::unexpected(session.error());
  return session->run(command, deadline);
}

}  // namespace pgmahout::ports::ssh
