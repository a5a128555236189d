#include "model/cluster.hpp"

#include <algorithm>
#include <stdexcept>

namespace pgmahout::model {

const Node* Cluster::find(const std::string& node_name) const {
  const auto found = std::ranges::find(nodes, node_name, &Node::name);
  return found == nodes.end() ? nullptr : &*found;
}

const Node& Cluster::initial_primary() const {
  const auto found = std::ranges::find(nodes, true, &Node::initial_primary);
  if (found == nodes.end()) throw std::logic_error("a validated cluster has an initial primary");
  return *found;
}

}  // namespace pgmahout::model
