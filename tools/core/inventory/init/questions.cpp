#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "inventory/init/said.hpp"
#include "settings/address.hpp"
#include "settings/settings.hpp"

namespace pgmahout::inventory {

namespace {

using settings::find_setting;

// The newest that every supported distribution gets from the PostgreSQL project for some years.
constexpr std::string_view kSuggestedVersion = "17";

// What the settings table itself says of the value.
std::string objection_of_table(std::string_view key, const std::string& text) {
  model::Cluster cluster;
  model::Node node;
  settings::Policy policy;
  settings::Target target{&cluster, &node, &policy};
  const auto value = std::make_shared<const settings::Value>(settings::Value{.data = text});
  const auto complaints = settings::apply(*find_setting(key), value, target);
  return complaints.empty() ? "" : complaints.front().what;
}

std::string default_of_table(std::string_view key) {
  return std::string(find_setting(key)->default_text);
}

std::vector<model::NewNode> nodes_of(const Said& said) {
  return parse_nodes(said.nodes).value_or(std::vector<model::NewNode>{});
}

std::string objection_to_cluster_name(const Said& said) {
  return objection_of_table("pgmahout_cluster_name", said.cluster_name);
}

std::string objection_to_nodes(const Said& said) {
  const auto nodes = parse_nodes(said.nodes);
  return nodes ? "" : nodes.error();
}

std::string objection_to_vip(const Said& said) {
  if (std::string why = objection_of_table("pgmahout_vip", said.vip); !why.empty()) return why;
  const auto vip = settings::parse_address(said.vip);
  for (const auto& node : nodes_of(said))
    if (settings::parse_address(node.address) == vip)
      return fmt::format("{} is the address of {}: choose a free one of the nodes' network",
                         said.vip, node.name);
  return {};
}

// Few machines mostly share a network of that size.
std::string usual_network(const Said& said) {
  const auto vip = settings::parse_address(said.vip);
  if (!vip) return {};
  settings::Address base = *vip;
  const int prefix = base.v6 ? 64 : 24;
  std::fill(base.bytes.begin() + prefix / 8, base.bytes.end(), std::uint8_t{0});
  return fmt::format("{}/{}", to_string(base), prefix);
}

std::string objection_to_host(const model::NewNode& host, const settings::Network& network) {
  const auto address = settings::parse_address(host.address);
  if (!address) return {};
  if (!network.contains(*address)) return "is not in the network";
  if (network.is_base(*address) || network.is_broadcast(*address))
    return "is the first or the last address, which no host can have, of the network";
  return {};
}

std::string objection_to_network(const Said& said) {
  if (std::string why = objection_of_table("pgmahout_network", said.network); !why.empty())
    return why;
  const auto network = settings::parse_network(said.network);
  std::vector<model::NewNode> hosts = nodes_of(said);
  hosts.push_back({"the virtual address", said.vip});
  for (const auto& host : hosts) {
    const std::string why = objection_to_host(host, *network);
    if (!why.empty())
      return fmt::format("{} ({}) {} {}", host.address, host.name, why, said.network);
  }
  return {};
}

std::string objection_to_version(const Said& said) {
  return objection_of_table("pgmahout_postgresql_version", said.postgresql_version);
}

std::string objection_to_profile(const Said& said) {
  return objection_of_table("pgmahout_failover_profile", said.profile);
}

std::string objection_to_synchronous(const Said& said) {
  return objection_of_table("pgmahout_synchronous", said.synchronous);
}

// It goes to ssh as an argument and through Ansible's templates: nothing that either would read.
std::string objection_to_ssh_user(const Said& said) {
  const auto allowed = [](char character) {
    const auto byte = static_cast<unsigned char>(character);
    return std::isalnum(byte) != 0 || std::string_view("_-.@").contains(character);
  };
  if (std::ranges::all_of(said.ssh_user, allowed) && said.ssh_user.front() != '-') return {};
  return "must be a login name: letters, digits, \"_\", \"-\", \".\" or \"@\"";
}

constexpr std::array kQuestions{
    Question{"--cluster-name", "pgmahout_cluster_name", "Name of the cluster", "mycluster",
             &Said::cluster_name,
             [](const Said&) { return default_of_table("pgmahout_cluster_name"); },
             objection_to_cluster_name},
    Question{"--nodes", "pgmahout_address",
             "Nodes, as NAME=ADDRESS,..., the first primary at first",
             "postgres1=10.0.0.181,postgres2=10.0.0.182,postgres3=10.0.0.183", &Said::nodes,
             nullptr, objection_to_nodes},
    Question{"--vip", "pgmahout_vip", "Virtual address, a free one of the nodes' network",
             "10.0.0.180", &Said::vip, nullptr, objection_to_vip},
    Question{"--network", "pgmahout_network", "Network of the nodes and the virtual address",
             "10.0.0.0/24", &Said::network, usual_network, objection_to_network},
    Question{"--pg-version", "pgmahout_postgresql_version", "Major version of PostgreSQL", "17",
             &Said::postgresql_version, [](const Said&) { return std::string(kSuggestedVersion); },
             objection_to_version},
    Question{"--profile", "pgmahout_failover_profile",
             "How soon a node is given up: fast, balanced or safe", "balanced", &Said::profile,
             [](const Said&) { return default_of_table("pgmahout_failover_profile"); },
             objection_to_profile},
    Question{"--synchronous", "pgmahout_synchronous", "", "quorum", &Said::synchronous,
             [](const Said&) { return default_of_table("pgmahout_synchronous"); },
             objection_to_synchronous},
    Question{"--ssh-user", "ansible_user", "", "debian", &Said::ssh_user,
             [](const Said&) { return std::string("root"); }, objection_to_ssh_user},
};

// Only as a whole: the names of some settings begin with those of others.
void replace_name(std::string& text, std::string_view name, std::string_view by) {
  const auto goes_on = [](char c) {
    return c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0;
  };
  for (std::size_t at = 0; (at = text.find(name, at)) != std::string::npos;) {
    const std::size_t end = at + name.size();
    const bool whole = end == text.size() || !goes_on(text[end]);
    if (whole) text.replace(at, name.size(), by);
    at += whole ? by.size() : name.size();
  }
}

}  // namespace

std::span<const Question> questions() { return kQuestions; }

model::NewInventory new_inventory(const Said& said) {
  return {.cluster_name = said.cluster_name,
          .nodes = nodes_of(said),
          .vip = said.vip,
          .network = said.network,
          .postgresql_version = said.postgresql_version,
          .profile = said.profile,
          .synchronous = said.synchronous,
          .ssh_user = said.ssh_user};
}

model::Error told_by_options(model::Error error) {
  error.where.reset();
  for (std::string* text : {&error.what, &error.hint}) {
    for (const auto& question : kQuestions) replace_name(*text, question.key, question.option);
    replace_name(*text, "ansible_host", "--nodes");
  }
  return error;
}

}  // namespace pgmahout::inventory
