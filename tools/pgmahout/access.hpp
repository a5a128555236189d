#pragma once

#include <expected>
#include <string>

#include "agent/ask_history.hpp"
#include "inventory/load.hpp"
#include "model/cluster.hpp"

namespace pgmahout::cli {

/// From where a command works: with an inventory from the controller, without one on a node.
struct AccessOptions {
  inventory::LoadOptions load;  ///< an empty inventory: on a node
  std::string description = "/etc/pgmahout/cluster.json";
};

/// A cluster, and how its nodes' agents are reached.
struct Access {
  model::Cluster cluster;
  agent::Reach reach;
};

/// From the controller the agents are reached as Ansible reaches the nodes, and run by sudo. On a
/// node they are reached by the key of OS user postgres, which root becomes for good here: before
/// any thread is started.
[[nodiscard]] std::expected<Access, model::Errors> open_access(const AccessOptions& options);

}  // namespace pgmahout::cli
