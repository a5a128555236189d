#include "ports/ssh/ssh_shell.hpp"

#include <algorithm>

namespace pgmahout::ports::ssh {

// One that was idle for long may be dead without either side knowing; a new one finds out at once.
model::Result<Session> SshShell::take(const Target& target, const Deadline& deadline) {
  constexpr Duration kTrusted{5000};
  // A machine that does not let us in within this time is not going to.
  constexpr Duration kLogin{15000};
  {
    const std::lock_guard lock(mutex_);
    const auto now = deadline.clock().now();
    std::erase_if(idle_, [&](const Idle& each) {
      return now - each.since > kTrusted || !each.session.is_alive();
    });
    const auto found = std::ranges::find_if(
        idle_, [&](const Idle& each) { return each.session.is_for(*target.ssh); });
    if (found != idle_.end()) {
      Session session = std::move(found->session);
      idle_.erase(found);
      return session;
    }
  }
  return Session::open(target, deadline.within(kLogin));
}

model::Result<ShellResult> SshShell::run(const Target& target, const Command& command,
                                         const Deadline& deadline) {
  auto session = take(target, deadline);
  if (!session) return std::unexpected(session.error());
  auto result = session->run(command, deadline);
  if (result) {
    const std::lock_guard lock(mutex_);
    idle_.push_back({std::move(*session), deadline.clock().now()});
  }
  return result;
}

}  // namespace pgmahout::ports::ssh
