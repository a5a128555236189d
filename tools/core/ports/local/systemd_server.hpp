#pragma once

#include <string>
#include <string_view>

#include "ports/local_server.hpp"
#include "ports/shell.hpp"

namespace pgmahout::ports::local {

/// Where the server of this machine is.
struct ServerPlace {
  std::string node;  ///< for messages
  std::string data_directory;
  std::string socket;     ///< directory of the Unix-domain socket
  std::string binaries;   ///< directory of pg_controldata
  std::string systemctl;  ///< absolute path, as sudoers names it
  std::string unit;
};

/// A server that systemd starts. Works as the OS user postgres: sudoers allows exactly the start
/// and the stop of the unit; signals need no more than being that user.
class SystemdServer : public LocalServer {
 public:
  SystemdServer(Shell& shell, ServerPlace place) : shell_(shell), place_(std::move(place)) {}

  [[nodiscard]] std::optional<int> postmaster() override;
  [[nodiscard]] model::Result<model::ControlData> control_data(const Deadline& deadline) override;
  [[nodiscard]] model::Result<model::ServiceState> service_state(const Deadline& deadline) override;
  [[nodiscard]] model::Result<void> start(const Deadline& deadline) override;
  [[nodiscard]] model::Result<void> stop(StopMode mode, const Deadline& deadline) override;
  void ask_to_stop() override;
  [[nodiscard]] bool has_standby_signal() override;
  [[nodiscard]] bool is_fresh_copy() override;
  [[nodiscard]] std::optional<std::uint64_t> free_bytes() override;
  [[nodiscard]] model::Result<void> set_standby_signal(bool present) override;
  [[nodiscard]] std::string data_file(const std::string& name) override;
  [[nodiscard]] model::Result<void> leave_note(const std::string& name,
                                               std::string_view content) override;

 private:
  [[nodiscard]] model::Result<void> systemctl(const std::string& verb, const Deadline& deadline);
  [[nodiscard]] bool gone_within(const Deadline& deadline);
  [[nodiscard]] model::Result<void> stop_orderly(const Deadline& deadline);
  [[nodiscard]] model::Result<void> stop_at_once(const Deadline& deadline);

  Shell& shell_;
  ServerPlace place_;
};

/// The state that systemctl prints as ActiveState, with or without a newline.
[[nodiscard]] model::ServiceState parse_active_state(std::string_view printed);

/// The process id of the postmaster that runs in that directory. A stale postmaster.pid, also one
/// whose number another process has by now, counts for nothing.
[[nodiscard]] std::optional<int> find_postmaster(const std::string& data_directory);

}  // namespace pgmahout::ports::local
