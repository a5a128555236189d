#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/error.hpp"
#include "model/secret.hpp"
#include "ports/clock.hpp"

namespace pgmahout::ports {

/// How to reach a machine over SSH.
struct SshEndpoint {
  std::string host;  ///< address or name; IPv6 without brackets
  std::uint16_t port = 22;
  std::string user;
  std::string private_key_file;  ///< empty: the SSH agent and the user's default keys
  model::Secret password;        ///< empty: keys only
  std::string known_hosts_file;  ///< the only place where host keys are looked up
  Duration connect_within{0};    ///< to take the connection; 0: as long as the login may take

  bool operator==(const SshEndpoint&) const = default;
};

/// Where a command runs.
struct Target {
  std::string node;                ///< for messages
  std::optional<SshEndpoint> ssh;  ///< empty: on this machine
};

/// What runs, and what it gets. Arguments and environment never hold a secret.
struct Command {
  std::vector<std::string> argv;
  std::string input;                               ///< its standard input, then end of file
  std::map<std::string, std::string> environment;  ///< set besides what is inherited; local only
  std::function<void(std::string_view)> on_output_line;  ///< each line of standard output, whole
  std::function<void(std::string_view)> on_error_line;   ///< each line of standard error, whole
  std::size_t output_limit = std::size_t{4} << 20U;      ///< bytes kept of each stream; more is cut
  Duration to_end{
      0};  ///< when told to stop it gets SIGINT and so long to end by itself; local only
};

/// A command that ended by itself.
struct ShellResult {
  int exit_status = 0;  ///< 128 + n when signal n ended it
  std::string output;
  std::string errors;
  bool truncated = false;  ///< output or errors are longer than output_limit
};

/// Runs commands, here or elsewhere. Three outcomes: a ShellResult (it ended, whatever its
/// status), an error of kind failed or refused (it certainly never ran), an error of kind
/// no_answer or interrupted (it may or may not have done its work).
class Shell {
 public:
  virtual ~Shell() = default;
  [[nodiscard]] virtual model::Result<ShellResult> run(const Target& target, const Command& command,
                                                       const Deadline& deadline) = 0;
};

/// The command line for messages and for the far side of SSH, where a POSIX shell will split it:
/// every argument comes out as exactly itself. The only place where arguments are quoted.
[[nodiscard]] std::string quote(std::span<const std::string> argv);

/// The result again, or an error that tells the command, its exit status and its last words.
[[nodiscard]] model::Result<ShellResult> expect_success(model::Result<ShellResult> result,
                                                        const Target& target,
                                                        const Command& command);

}  // namespace pgmahout::ports
