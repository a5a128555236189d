#pragma once

#include <functional>

#include "model/cluster.hpp"
#include "model/node_state.hpp"
#include "ports/crew.hpp"
#include "ports/sql.hpp"

namespace pgmahout::observe {

/// Who is asked, and how.
struct Everyone {
  ports::Sql& sql;
  ports::Crew& crew;
  const model::Cluster& cluster;
  std::function<ports::SqlTarget(const model::Node&)> target_of;
  std::function<ports::Deadline(const model::Node&)> deadline_of;
};

/// Asks the servers of all nodes at once; who is slower than its deadline is silent.
[[nodiscard]] model::Observation ask_everyone(const Everyone& everyone);

/// What a server said, as the state of that node.
[[nodiscard]] model::NodeState node_state(const model::Cluster& cluster, const model::Node& node,
                                          const model::Result<model::ServerState>& answer);

/// The name of a node from whose host nothing came; empty: something came from all.
[[nodiscard]] std::string out_of_reach(const model::Observation& seen);

/// One line a node, for the log.
[[nodiscard]] std::string to_string(const model::NodeState& node);

}  // namespace pgmahout::observe
