#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "act/context.hpp"
#include "ports/local/network_devices.hpp"
#include "ports/local/pgpool_process.hpp"
#include "ports/local/systemd_server.hpp"
#include "ports/machine_shell.hpp"
#include "ports/postgres/libpq_sql.hpp"

namespace pgmahout::act {

/// The options that every executable of a node takes before its own arguments.
struct HereOptions {
  std::string description = "/etc/pgmahout/cluster.json";  ///< --cluster FILE
  std::string node;  ///< --node NAME; empty: the node whose address this machine has
};

/// Takes the leading options off the arguments; the rest stays.
[[nodiscard]] model::Result<HereOptions> take_options(std::vector<std::string>& arguments);

/// This machine as a node of its cluster: the description, who it is, and the real ports.
class Here {
 public:
  [[nodiscard]] static model::Result<std::unique_ptr<Here>> open(const HereOptions& options,
                                                                 spdlog::logger& log);

  [[nodiscard]] Context context(const ports::Deadline& deadline);
  [[nodiscard]] ports::Clock& clock() { return clock_; }

 private:
  Here(model::Cluster cluster, std::size_t self, spdlog::logger& log);

  model::Cluster cluster_;
  std::size_t self_;
  model::Layout layout_;
  spdlog::logger& log_;
  ports::SystemClock clock_;
  ports::MachineShell shell_;
  ports::postgres::LibpqSql sql_;
  ports::local::SystemdServer server_;
  ports::local::PgpoolProcess pgpool_;
  ports::local::NetworkDevices addresses_;
  ports::FileStore store_;
  ports::Threads crew_;
};

}  // namespace pgmahout::act
