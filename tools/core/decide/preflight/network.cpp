#include <algorithm>
#include <array>
#include <utility>

#include "decide/preflight/rules.hpp"

namespace pgmahout::decide {

namespace {

using model::MachineAddress;
using model::MachineProbe;
using model::Node;
using model::Verdict;

bool has_address(const MachineProbe& probe, const std::string& address) {
  return std::ranges::find(probe.addresses, address, &MachineAddress::address) !=
         probe.addresses.end();
}

bool has_device(const MachineProbe& probe, const std::string& device) {
  return device.empty() || std::ranges::find(probe.addresses, device, &MachineAddress::device) !=
                               probe.addresses.end();
}

bool is_ours(const model::ListeningSocket& socket) {
  constexpr std::array<std::string_view, 3> kOurs{"postgres", "postmaster", "pgpool"};
  return std::ranges::find(kOurs, socket.process) != kOurs.end();
}

bool is_wanted(const model::Cluster& cluster, const model::ListeningSocket& socket) {
  const auto& pgpool = cluster.pgpool;
  if (socket.protocol == "udp") return socket.port == pgpool.heartbeat_port;
  const std::array ports{cluster.postgresql.port, pgpool.port, pgpool.pcp_port,
                         pgpool.watchdog_port};
  return socket.protocol == "tcp" && std::ranges::find(ports, socket.port) != ports.end();
}

std::string addresses_of(const std::vector<MachineAddress>& addresses) {
  std::string text;
  for (const auto& each : addresses) text += (text.empty() ? "" : ", ") + each.address;
  return text;
}

}  // namespace

Outcome judge_address(const PreflightSituation& situation) {
  return each_machine(situation, [&](const Node& node, const MachineProbe& probe) {
    Outcome outcome;
    if (!has_address(probe, node.address))
      outcome.fail("it has not " + node.address + ", but " + addresses_of(probe.addresses));
    if (!has_device(probe, situation.cluster.vip_interface))
      outcome.fail("it has no device " + situation.cluster.vip_interface +
                   " with an address, which is to hold the virtual IP");
    return outcome;
  });
}

Outcome judge_peers(const PreflightSituation& situation) {
  return each_machine(situation, [&](const Node& node, const MachineProbe& probe) {
    Outcome outcome;
    for (const Node& other : situation.cluster.nodes) {
      if (other.name == node.name) continue;
      const auto found = probe.peers.find(other.address);
      if (found == probe.peers.end())
        outcome.add(Verdict::skipped, "it did not try to reach " + other.name);
      else if (!found->second.empty())
        outcome.fail("it does not reach " + other.name + " (" + other.address + " port " +
                     std::to_string(other.ssh_port) + "): " + found->second);
    }
    return outcome;
  });
}

// Whoever of ours holds the VIP is the leader. A silent node may be it, so its silence decides.
Outcome judge_vip(const PreflightSituation& situation) {
  const auto& cluster = situation.cluster;
  const auto holds = [&](const auto& entry) {
    return entry.second && has_address(*entry.second, cluster.vip);
  };
  if (std::ranges::any_of(situation.seen.nodes, holds)) return {};
  const bool all_answered = std::ranges::all_of(cluster.nodes, [&](const Node& node) {
    const auto found = situation.seen.nodes.find(node.name);
    return found != situation.seen.nodes.end() && found->second.has_value();
  });
  return each_machine(situation, [&](const Node& /*node*/, const MachineProbe& probe) {
    Outcome outcome;
    if (!probe.vip_answered_by.empty())
      outcome.add(all_answered ? Verdict::fail : Verdict::warn,
                  "a machine with the hardware address " + probe.vip_answered_by + " answers at " +
                      cluster.vip +
                      (all_answered ? ", and none of the nodes holds it"
                                    : "; it may be a node that did not answer us"));
    return outcome;
  });
}

Outcome judge_ports(const PreflightSituation& situation) {
  return each_machine(situation, [&](const Node& /*node*/, const MachineProbe& probe) {
    Outcome outcome;
    if (!probe.sockets_known) outcome.add(Verdict::skipped, "it has no ss(8) that could tell");
    for (const auto& socket : probe.sockets) {
      if (!is_wanted(situation.cluster, socket) || is_ours(socket)) continue;
      // Without root nobody tells whose a socket is: it may be ours.
      const bool unknown = socket.process.empty();
      if (unknown && probe.privilege == model::Privilege::refused) continue;
      outcome.fail((unknown ? "an unknown program" : socket.process) + " listens at " +
                   std::to_string(socket.port) + "/" + socket.protocol);
    }
    return outcome;
  });
}

}  // namespace pgmahout::decide
