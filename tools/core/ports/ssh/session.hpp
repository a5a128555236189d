#pragma once

#include <libssh/libssh.h>

#include <functional>
#include <memory>
#include <string>

#include "model/bootstrap.hpp"
#include "model/error.hpp"
#include "ports/shell.hpp"

namespace pgmahout::ports::ssh {

/// One authenticated SSH connection, non-blocking underneath: every step of it is bounded by a
/// deadline, because libssh itself waits for ever on a peer that stops answering while it
/// authenticates.
class Session {
 public:
  /// Connects, checks the host key against the endpoint's known_hosts file, and authenticates by
  /// the given key, the agent, default keys, or the password. An unknown or changed host key is
  /// refused, with its fingerprint.
  [[nodiscard]] static model::Result<Session> open(const Target& target, const Deadline& deadline);

  /// The host key that the machine shows, and what the endpoint's known_hosts file says of it;
  /// nobody logs in.
  [[nodiscard]] static model::Result<model::HostKey> look_at_host_key(const Target& target,
                                                                      const Deadline& deadline);
  /// Whether open() gets in; false when the machine says no. Other errors are those of open().
  [[nodiscard]] static model::Result<bool> lets_in(const Target& target, const Deadline& deadline);

  /// Runs one command line over the connection.
  [[nodiscard]] model::Result<ShellResult> run(const Command& command, const Deadline& deadline);

  /// It logged in to that machine, as that user, in that way.
  [[nodiscard]] bool is_for(const SshEndpoint& endpoint) const;
  /// Nothing says that the other side has closed it.
  [[nodiscard]] bool is_alive() const;

 private:
  struct Free {
    void operator()(ssh_session session) const;
  };

  explicit Session(const Target& target);
  [[nodiscard]] model::Result<void> configure();
  [[nodiscard]] model::Result<void> handshake(const Deadline& deadline);
  [[nodiscard]] model::Result<void> check_host_key();
  [[nodiscard]] model::Result<void> authenticate(const Deadline& deadline);
  [[nodiscard]] model::Result<void> by_key_file(const Deadline& deadline);

  Target target_;
  std::unique_ptr<std::remove_pointer_t<ssh_session>, Free> session_;
};

/// The key of the machine at the other end, which has shown it in the handshake.
struct ShownKey {
  std::string type;         ///< "ssh-ed25519"
  std::string fingerprint;  ///< "SHA256:..."
};
[[nodiscard]] ShownKey shown_key(ssh_session session);

/// Repeats a non-blocking step of libssh until it no longer says "again", the connection's socket
/// being waited for in between; `again` itself when the deadline is over.
[[nodiscard]] int repeat(ssh_session session, int again, const Deadline& deadline,
                         const std::function<int()>& step);

/// An error that carries what libssh said last.
[[nodiscard]] model::Error ssh_error(ssh_session session, const Target& target,
                                     const std::string& what);

/// What is said when the deadline ended something (kind no_answer, or interrupted).
[[nodiscard]] model::Error too_late(const Target& target, const Deadline& deadline,
                                    const std::string& what);

}  // namespace pgmahout::ports::ssh
