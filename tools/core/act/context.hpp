#pragma once

#include <spdlog/logger.h>

#include <vector>

#include "model/cluster.hpp"
#include "model/layout.hpp"
#include "ports/addresses.hpp"
#include "ports/crew.hpp"
#include "ports/local_pgpool.hpp"
#include "ports/local_server.hpp"
#include "ports/shell.hpp"
#include "ports/sql.hpp"
#include "ports/store.hpp"

namespace pgmahout::act {

/// What every operation on a node works with: which cluster, which node it runs on, the ways to
/// the world, and by when it must have ended. The parts it refers to outlive it.
struct Context {
  const model::Cluster& cluster;
  const model::Node& self;
  const model::Layout& layout;  ///< of self
  ports::Shell& shell;
  ports::Sql& sql;
  ports::LocalServer& server;
  ports::LocalPgpool& pgpool;
  ports::Addresses& addresses;
  ports::Store& store;
  ports::Crew& crew;
  ports::Deadline deadline;
  spdlog::logger& log;
};

/// The same for a part of the work, which ends after that time at the latest.
[[nodiscard]] Context within(const Context& context, ports::Duration cap);

/// The node's PostgreSQL over the network, as the superuser, with the password from ~/.pgpass.
[[nodiscard]] ports::SqlTarget superuser_at(const Context& context, const model::Node& node);

/// This node's PostgreSQL over its Unix-domain socket, as the superuser.
[[nodiscard]] ports::SqlTarget local_superuser(const Context& context);

/// The node's agent, by the key that is good for nothing else.
[[nodiscard]] ports::Target agent_of(const Context& context, const model::Node& node);

/// The same from any machine with that layout.
[[nodiscard]] ports::Target agent_of(const model::Layout& layout, const model::Node& node);

/// Every node but this one.
[[nodiscard]] std::vector<const model::Node*> peers(const Context& context);

/// The passfile of the OS user postgres.
[[nodiscard]] std::string passfile(const Context& context);

}  // namespace pgmahout::act
