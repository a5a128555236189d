#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/error.hpp"
#include "model/verification.hpp"

namespace pgmahout::model {

/// What the file of pinned host keys says of a key that a machine shows.
enum class HostKeyState : std::uint8_t { pinned, unknown, changed };

/// A machine's host key.
struct HostKey {
  std::string node;
  std::string fingerprint;  ///< "SHA256:..."
  std::string type;         ///< "ssh-ed25519"
  std::string line;         ///< of the file of pinned keys, without newline
  HostKeyState state = HostKeyState::unknown;

  bool operator==(const HostKey&) const = default;
};

/// How the login of one machine came to be as Ansible needs it.
struct LoginOutcome {
  std::string node;
  std::string user;
  bool key_works = false;     ///< the key lets that user in
  bool key_added = false;     ///< by us, now
  bool becomes_root = false;  ///< root, or sudo without a password
  bool sudo_added = false;    ///< by us, now

  bool operator==(const LoginOutcome&) const = default;
};

/// What one host said at the end of a playbook.
struct HostRecap {
  int ok = 0;
  int changed = 0;
  int failed = 0;
  int unreachable = 0;

  bool operator==(const HostRecap&) const = default;
};

/// A task that failed.
struct TaskFailure {
  std::string task;
  std::string host;
  std::string message;

  bool operator==(const TaskFailure&) const = default;
};

/// How a playbook ran.
struct PlaybookRun {
  int exit_status = 0;
  bool interrupted = false;
  std::string log;  ///< path of all that it said
  std::int64_t took_ms = 0;
  std::map<std::string, HostRecap> recap;                   ///< by host; as far as it came
  std::map<std::string, std::vector<std::string>> changed;  ///< names of tasks, by host
  std::vector<TaskFailure> failures;
};

/// How clients connect; a password is never in it.
struct ConnectionText {
  std::string psql;
  std::string uri;
  std::string jdbc;
};

/// All that a bootstrap did, as far as it came.
struct Bootstrap {
  std::string cluster;
  bool check = false;  ///< nothing was to be changed
  std::vector<HostKey> host_keys;
  std::vector<LoginOutcome> logins;
  std::optional<Verification> preflight;
  std::optional<PlaybookRun> playbook;
  std::optional<Verification> verification;
  std::optional<ConnectionText> connection;
  Errors errors;
  ExitCode exit_code = ExitCode::ok;
};

}  // namespace pgmahout::model
