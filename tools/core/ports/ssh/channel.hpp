#pragma once

#include <libssh/libssh.h>

#include <memory>
#include <string_view>

#include "ports/shell.hpp"
#include "ports/stream_capture.hpp"

namespace pgmahout::ports::ssh {

/// One command on an open connection.
class Channel {
 public:
  Channel(ssh_session session, const Target& target);

  /// Three outcomes as Shell says. Leaving early closes the channel: the far side sees its
  /// standard output closed.
  [[nodiscard]] model::Result<ShellResult> run(const Command& command, const Deadline& deadline);

 private:
  struct Free {
    void operator()(ssh_channel channel) const;
  };

  [[nodiscard]] model::Result<void> start(const Command& command, const Deadline& deadline);
  [[nodiscard]] bool send(std::string_view& rest);
  [[nodiscard]] bool receive(bool from_errors, StreamCapture& capture);
  [[nodiscard]] bool has_ended() const;
  void wait(const Deadline& deadline, bool sending);
  [[nodiscard]] model::Error lost(const Command& command, const Deadline& deadline) const;

  ssh_session session_;
  const Target& target_;
  std::unique_ptr<std::remove_pointer_t<ssh_channel>, Free> channel_;
};

}  // namespace pgmahout::ports::ssh
