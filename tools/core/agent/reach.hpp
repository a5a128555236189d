#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "model/cluster.hpp"
#include "model/error.hpp"
#include "ports/agent/client.hpp"
#include "ports/shell.hpp"

namespace pgmahout::agent {

/// How a command reaches the agents of a cluster's nodes: from the controller by what Ansible's
/// variables say, or from one of the nodes by the key of the OS user postgres.
struct Reach {
  ports::Shell& shell;
  std::function<ports::Target(const model::Node&)> target_of;
  std::vector<std::string> argv;  ///< the command line that runs the agent there
};

/// The way from the controller.
[[nodiscard]] Reach from_controller(ports::Shell& shell, const model::Cluster& cluster);

/// The same way for who asks all nodes at once and wants no dark host to keep the answers of the
/// others back: a host in the cluster's own network that takes no connection within a second is
/// dark.
[[nodiscard]] Reach impatient(const Reach& reach);

/// Asks the agent of one node.
[[nodiscard]] model::Result<nlohmann::json> call(const Reach& reach, const model::Node& node,
                                                 const nlohmann::json& request,
                                                 const ports::Deadline& deadline,
                                                 const OnProgress& on_progress = {});

}  // namespace pgmahout::agent
