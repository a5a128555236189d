#pragma once

#include <nlohmann/json.hpp>

#include "model/expectation.hpp"
#include "model/inspection.hpp"
#include "ports/shell.hpp"

namespace pgmahout::agent {

/// Who is asked, and how. Several threads use the shell at once, one a node.
struct Questions {
  const model::Cluster& cluster;
  ports::Shell& shell;
  ports::Deadline deadline;
};

/// What every machine says of itself; all are asked at once.
[[nodiscard]] std::map<std::string, model::Result<model::Facts>> ask_facts(
    const Questions& questions);

/// Asks every node everything at once, then writes a transaction through the virtual IP and asks
/// who saw it. A node that does not answer costs no more than the deadline, and the answers of
/// the others stay.
[[nodiscard]] model::Inspection ask_nodes(const Questions& questions,
                                          const model::Expectation& expectation);

/// What one node is asked: the files it ought to have, the logins it is to try.
[[nodiscard]] nlohmann::json inspect_question(const model::Cluster& cluster,
                                              const model::Node& node,
                                              const model::NodeExpectation& expected);

}  // namespace pgmahout::agent
