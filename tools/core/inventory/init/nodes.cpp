#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <sstream>

#include "inventory/init/said.hpp"
#include "settings/address.hpp"
#include "settings/settings.hpp"

namespace pgmahout::inventory {

namespace {

// NAMEDATALEN - 1: the name is the node's application_name, which PostgreSQL would cut.
constexpr std::size_t kLongestHostName = 63;
constexpr std::size_t kFewestNewNodes = 2;
constexpr std::size_t kMostNewNodes = 15;

std::string without_blanks_around(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_of_host_name(char character) {
  const auto byte = static_cast<unsigned char>(character);
  return std::isalnum(byte) != 0 || character == '-' || character == '.' || character == '_';
}

// A name with brackets or commas would be a pattern to Ansible, and one of its own names a group.
std::string objection_to_name(const std::string& name) {
  constexpr std::array<std::string_view, 4> kTaken{"all", "ungrouped", "postgres", "localhost"};
  const bool begins_well = !name.empty() && std::isalpha(static_cast<unsigned char>(name[0])) != 0;
  if (!begins_well || name.size() > kLongestHostName || !std::ranges::all_of(name, is_of_host_name))
    return fmt::format(
        "\"{}\" is no host name: 1 to {} letters, digits, \"-\", \".\" or \"_\", a letter first",
        name, kLongestHostName);
  if (std::ranges::find(kTaken, name) != kTaken.end())
    return fmt::format("a host cannot be called {}, which means something else to Ansible", name);
  return {};
}

// What the settings table makes of the name.
std::string slot_of(const std::string& name) {
  model::Cluster cluster;
  model::Node node{.name = name};
  settings::Policy policy;
  settings::Target target{&cluster, &node, &policy};
  settings::find_setting("pgmahout_slot_name")->derive(target);
  return node.slot_name;
}

std::string objection_to_node(const model::NewNode& node,
                              const std::vector<model::NewNode>& before) {
  if (std::string why = objection_to_name(node.name); !why.empty()) return why;
  const auto address = settings::parse_address(node.address);
  if (!address) return fmt::format("\"{}\" of {} is no IP address", node.address, node.name);
  for (const auto& other : before) {
    if (other.name == node.name) return fmt::format("there are two nodes {}", node.name);
    if (slot_of(other.name) == slot_of(node.name))
      return fmt::format("{} and {} would share the replication slot {}", other.name, node.name,
                         slot_of(node.name));
    if (settings::parse_address(other.address) == address)
      return fmt::format("{} is the address of {} and of {}", node.address, other.name, node.name);
  }
  return {};
}

}  // namespace

std::expected<std::vector<model::NewNode>, std::string> parse_nodes(const std::string& text) {
  std::vector<model::NewNode> nodes;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, ',');) {
    const std::size_t equals = part.find('=');
    if (equals == std::string::npos)
      return std::unexpected(
          fmt::format("\"{}\" is not NAME=ADDRESS", without_blanks_around(part)));
    const model::NewNode node{without_blanks_around(part.substr(0, equals)),
                              without_blanks_around(part.substr(equals + 1))};
    if (std::string why = objection_to_node(node, nodes); !why.empty()) return std::unexpected(why);
    nodes.push_back(node);
  }
  if (nodes.size() < kFewestNewNodes || nodes.size() > kMostNewNodes)
    return std::unexpected(fmt::format("a cluster has {} to {} nodes, not {}", kFewestNewNodes,
                                       kMostNewNodes, nodes.size()));
  return nodes;
}

}  // namespace pgmahout::inventory
