#pragma once

#include <string>
#include <vector>

#include "agent/reach.hpp"
#include "model/cluster.hpp"
#include "model/layout.hpp"
#include "model/node_state.hpp"
#include "ports/agent/client.hpp"

namespace pgmahout::agent {

/// A node as the controller reaches it: by what Ansible's own variables say.
[[nodiscard]] ports::Target controller_target(const model::Cluster& cluster,
                                              const model::Node& node);

/// The command line that runs the agent for the controller: as the OS user postgres, by sudo.
[[nodiscard]] std::vector<std::string> controller_argv();

/// Asks every node's agent at once what its server is. A node whose PostgreSQL does not run has
/// neither a server nor silence.
[[nodiscard]] model::Observation observe_all(const Reach& reach, const model::Cluster& cluster,
                                             const ports::Deadline& deadline);

/// The server's state in the agent's answer; nothing when it does not run.
[[nodiscard]] model::Result<std::optional<model::ServerState>> server_from_json(
    const nlohmann::json& json);

}  // namespace pgmahout::agent
