#pragma once

#include <string>

#include "model/secret.hpp"
#include "ports/watchdog.hpp"

namespace pgmahout::ports::local {

/// The watchdog's command socket, as Pgpool-II documents it for external life checks: one letter
/// for the command, the length in network order, and JSON that holds the key.
class WatchdogSocket : public Watchdog {
 public:
  /// directory: wd_ipc_socket_dir; port: the watchdog's, which the socket is named after; key:
  /// wd_authkey.
  WatchdogSocket(const std::string& directory, int port, model::Secret key)
      : path_(directory + "/.s.PGPOOLWD_CMD." + std::to_string(port)), key_(std::move(key)) {}

  [[nodiscard]] model::Result<void> report(const LifeReport& report,
                                           const Deadline& deadline) override;

 private:
  std::string path_;
  model::Secret key_;
};

}  // namespace pgmahout::ports::local
