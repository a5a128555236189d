#pragma once

#include <list>
#include <mutex>

#include "ports/shell.hpp"
#include "ports/ssh/session.hpp"

namespace pgmahout::ports::ssh {

/// Runs commands over SSH. A connection whose command has ended in order serves the next command
/// for the same endpoint: logging in costs more than most commands do. Several threads may use it
/// at once, each command has a connection for itself. Targets without an endpoint are none of its
/// business.
class SshShell : public Shell {
 public:
  [[nodiscard]] model::Result<ShellResult> run(const Target& target, const Command& command,
                                               const Deadline& deadline) override;

 private:
  struct Idle {
    Session session;
    TimePoint since;
  };

  [[nodiscard]] model::Result<Session> take(const Target& target, const Deadline& deadline);

  std::mutex mutex_;
  std::list<Idle> idle_;
};

}  // namespace pgmahout::ports::ssh
