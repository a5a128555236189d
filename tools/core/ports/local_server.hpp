#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/control_data.hpp"
#include "model/error.hpp"
#include "model/service_state.hpp"
#include "ports/clock.hpp"

namespace pgmahout::ports {

/// How a server is told to stop.
enum class StopMode : std::uint8_t {
  orderly,    ///< "fast": sessions are ended, the shutdown checkpoint is sent to the standbys
  immediate,  ///< no checkpoint; SIGKILL for what does not end
};

/// The PostgreSQL server of this machine as processes and files, whether it answers or not. What
/// one asks a running server goes through Sql.
class LocalServer {
 public:
  virtual ~LocalServer() = default;

  /// The process id of the postmaster. A stale postmaster.pid counts for nothing.
  [[nodiscard]] virtual std::optional<int> postmaster() = 0;
  [[nodiscard]] virtual model::Result<model::ControlData> control_data(
      const Deadline& deadline) = 0;
  /// What the service manager says. Kind no_answer: it says nothing.
  [[nodiscard]] virtual model::Result<model::ServiceState> service_state(
      const Deadline& deadline) = 0;
  /// By the service manager; returns when it accepts connections.
  [[nodiscard]] virtual model::Result<void> start(const Deadline& deadline) = 0;
  /// Returns when nothing of it runs any more. Kind no_answer: it may run on.
  [[nodiscard]] virtual model::Result<void> stop(StopMode mode, const Deadline& deadline) = 0;
  /// Tells a server that runs to stop in order, without waiting and without the service manager,
  /// which may call the service failed then: only where nothing may start it again.
  virtual void ask_to_stop() = 0;
  [[nodiscard]] virtual bool has_standby_signal() = 0;
  /// The data directory is a copy that has never been started.
  [[nodiscard]] virtual bool is_fresh_copy() = 0;
  /// What is free for the OS user postgres where its files lie, pg_wal included: on the filesystem
  /// that has least. Nothing when it cannot be told.
  [[nodiscard]] virtual std::optional<std::uint64_t> free_bytes() = 0;
  /// With it the server comes up in recovery, whoever starts it. Durable on return.
  [[nodiscard]] virtual model::Result<void> set_standby_signal(bool present) = 0;
  /// The text of a file of the data directory; empty when there is none.
  [[nodiscard]] virtual std::string data_file(const std::string& name) = 0;
  /// Leaves a note where the server's SQL can read it, beside its socket: a boot takes it away.
  [[nodiscard]] virtual model::Result<void> leave_note(const std::string& name,
                                                       std::string_view content) = 0;
};

}  // namespace pgmahout::ports
