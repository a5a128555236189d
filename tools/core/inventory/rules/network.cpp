#include <fmt/format.h>

#include <array>
#include <map>

#include "inventory/rules/rules.hpp"
#include "settings/address.hpp"

namespace pgmahout::inventory::rules {

namespace {

constexpr std::array<std::string_view, 3> kAddress{"pgmahout_address", "ansible_host",
                                                   "pgmahout_network"};
constexpr std::array<std::string_view, 2> kAddressOnly{"pgmahout_address", "ansible_host"};
constexpr std::array<std::string_view, 2> kVip{"pgmahout_vip", "pgmahout_network"};
constexpr std::array<std::string_view, 3> kVipAddress{"pgmahout_vip", "pgmahout_address",
                                                      "ansible_host"};
constexpr std::array<std::string_view, 5> kPorts{"pgmahout_postgresql_port", "pgmahout_pgpool_port",
                                                 "pgmahout_pcp_port", "pgmahout_watchdog_port",
                                                 "pgmahout_heartbeat_port"};

void addresses_are_addresses(const RuleContext& context) {
  for (const auto& node : context.cluster().nodes) {
    if (settings::parse_address(node.address)) continue;
    context.refuse(node, fmt::format("\"{}\" is no IP address", node.address),
                   "ansible_host is a name, so set pgmahout_address to the node's address");
  }
}

void addresses_in_network(const RuleContext& context) {
  const auto network = settings::parse_network(context.cluster().network);
  for (const auto& node : context.cluster().nodes) {
    const auto address = settings::parse_address(node.address);
    if (!network || !address) continue;
    if (!network->contains(*address))
      context.refuse(
          node, fmt::format("{} is not in the network {}", node.address, context.cluster().network),
          "correct the address or pgmahout_network");
    else if (network->is_broadcast(*address) || network->is_base(*address))
      context.refuse(node,
                     fmt::format("{} is the network's own or its broadcast address", node.address),
                     "use a host's address");
  }
}

void unique_addresses(const RuleContext& context) {
  std::map<std::string, std::string> owners;
  for (const auto& node : context.cluster().nodes) {
    const auto address = settings::parse_address(node.address);
    if (!address) continue;
    const auto [owner, is_new] = owners.try_emplace(settings::to_string(*address), node.name);
    if (!is_new)
      context.refuse(node, fmt::format("{} is the address of {} too", node.address, owner->second),
                     "give every node an address of its own");
  }
}

void vip_in_network(const RuleContext& context) {
  const auto network = settings::parse_network(context.cluster().network);
  const auto vip = settings::parse_address(context.cluster().vip);
  if (!network || !vip) return;
  if (!network->contains(*vip))
    context.refuse(fmt::format("{} is not in the network {}", context.cluster().vip,
                               context.cluster().network),
                   "choose a free address of the nodes' network");
  else if (network->is_base(*vip) || network->is_broadcast(*vip))
    context.refuse(
        fmt::format("{} is the network's own or its broadcast address", context.cluster().vip),
        "choose a free host address");
}

void vip_is_free(const RuleContext& context) {
  const auto vip = settings::parse_address(context.cluster().vip);
  for (const auto& node : context.cluster().nodes) {
    if (vip && settings::parse_address(node.address) == vip)
      context.refuse(fmt::format("{} is the address of {}", context.cluster().vip, node.name),
                     "choose a free address of the nodes' network");
  }
}

void distinct_ports(const RuleContext& context) {
  const auto& cluster = context.cluster();
  const std::array<std::uint16_t, 5> ports{cluster.postgresql.port, cluster.pgpool.port,
                                           cluster.pgpool.pcp_port, cluster.pgpool.watchdog_port,
                                           cluster.pgpool.heartbeat_port};
  std::map<std::uint16_t, std::string_view> owners;
  for (std::size_t index = 0; index < ports.size(); ++index) {
    const auto [owner, is_new] = owners.try_emplace(ports.at(index), kPorts.at(index));
    if (is_new) continue;
    RuleContext about = context;
    about.key = kPorts.at(index);
    about.refuse(fmt::format("{} is the port of {} too", ports.at(index), owner->second),
                 "everything that listens on a node needs a port of its own");
  }
}

constexpr std::array<Rule, 6> kNetworkRules{{
    {"addresses-are-addresses",
     "Every node has an IP address: names would need a name server "
     "during a failover.",
     kAddressOnly, addresses_are_addresses},
    {"addresses-in-network",
     "Every address is a host's address of the network: who may connect "
     "follows from the network.",
     kAddress, addresses_in_network},
    {"unique-addresses", "No two nodes share an address.", kAddressOnly, unique_addresses},
    {"vip-in-network",
     "The virtual address is a host's address of the network, or no switch "
     "would deliver its packets.",
     kVip, vip_in_network},
    {"vip-is-free", "The virtual address is no node's own.", kVipAddress, vip_is_free},
    {"distinct-ports",
     "The five ports of a node differ, heartbeat included, so that one firewall "
     "rule means one thing.",
     kPorts, distinct_ports},
}};

}  // namespace

std::span<const Rule> network_rules() { return kNetworkRules; }

}  // namespace pgmahout::inventory::rules
