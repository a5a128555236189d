#include "facts.hpp"

#include <algorithm>

#include "observe/expect.hpp"

namespace pgmahout::cli {

bool complete_facts(model::Cluster& cluster, const agent::Questions& questions) {
  bool complete = true;
  for (const auto& [name, facts] : agent::ask_facts(questions)) {
    const auto node = std::ranges::find(cluster.nodes, name, &model::Node::name);
    if (facts) observe::add_facts(*node, *facts);
    complete = complete && facts.has_value();
  }
  return complete;
}

}  // namespace pgmahout::cli
