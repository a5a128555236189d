#include <fmt/core.h>

#include "render/pgpool_sections.hpp"
#include "render/pgpool_versions.hpp"
#include "settings/timers.hpp"

namespace pgmahout::render {

namespace {

std::string directory_of(const std::string& path) { return path.substr(0, path.rfind('/')); }

// Before 4.2 a node knows itself by other names than the others, so every node's file differs.
std::vector<Parameter> other_nodes(const Subject& subject) {
  const auto& [cluster, self, layout] = subject;
  std::vector<Parameter> parameters{{"wd_hostname", self.address},
                                    {"wd_port", std::to_string(cluster.pgpool.watchdog_port)}};
  int index = 0;
  for (const auto& node : cluster.nodes) {
    if (node.id == self.id) continue;
    const std::string number = std::to_string(index++);
    parameters.push_back({"other_pgpool_hostname" + number, node.address});
    parameters.push_back({"other_pgpool_port" + number, std::to_string(cluster.pgpool.port)});
    parameters.push_back({"other_wd_port" + number, std::to_string(cluster.pgpool.watchdog_port)});
  }
  return parameters;
}

std::vector<Parameter> all_nodes(const Subject& subject) {
  const auto& pgpool = subject.cluster.pgpool;
  std::vector<Parameter> parameters;
  for (const auto& node : subject.cluster.nodes) {
    const std::string id = std::to_string(node.id);
    parameters.push_back({"hostname" + id, node.address});
    parameters.push_back({"wd_port" + id, std::to_string(pgpool.watchdog_port)});
    parameters.push_back({"pgpool_port" + id, std::to_string(pgpool.port)});
  }
  return parameters;
}

void add_heartbeat(std::vector<Parameter>& parameters, const Subject& subject, bool unified) {
  const std::string port = std::to_string(subject.cluster.pgpool.heartbeat_port);
  int index = 0;
  for (const auto& node : subject.cluster.nodes) {
    if (!unified && node.id == subject.node.id) continue;
    const std::string number = std::to_string(unified ? node.id : index++);
    parameters.push_back(
        {(unified ? "heartbeat_hostname" : "heartbeat_destination") + number, node.address});
    parameters.push_back(
        {(unified ? "heartbeat_port" : "heartbeat_destination_port") + number, port});
    parameters.push_back({"heartbeat_device" + number, ""});
  }
}

// No label: it would be cut at 15 characters. preferred_lft 0 keeps the VIP from becoming the
// source address of the node's own connections, which IPv6 would choose by its own rules.
std::string add_address(const Subject& subject, const std::string& device) {
  return fmt::format("/usr/bin/sudo -n {} addr add $_IP_$/{} dev {}{}", subject.layout.ip_command,
                     subject.cluster.network_prefix, device,
                     is_ipv6(subject.cluster.vip) ? " preferred_lft 0" : "");
}

std::string announce(const Subject& subject, const std::string& device) {
  // IPv6 has no ARP: the kernel announces the address itself (net.ipv6.conf.*.ndisc_notify), and
  // Pgpool-II must have a command that succeeds.
  if (is_ipv6(subject.cluster.vip)) return "/usr/bin/true";
  return fmt::format("/usr/bin/sudo -n {} -U $_IP_$ -w 1 -I {}", subject.layout.arping_command,
                     device);
}

}  // namespace

Section pgpool_watchdog(const Subject& subject) {
  const auto& [cluster, node, layout] = subject;
  const auto timers = settings::timers_of(cluster.failover_profile);
  return {.title = "Watchdog",
          .note =
              "A majority decides. Half the votes are not a majority: with them, both halves of\n"
              "a cut network would have one.",
          .parameters = {
              {"use_watchdog", "on"},
              {"wd_priority", std::to_string(node.watchdog_priority)},
              {"wd_authkey", cluster.pgpool.watchdog_key.reveal()},
              {"wd_ipc_socket_dir", layout.postgresql_socket},
              {"failover_when_quorum_exists", "on"},
              {"failover_require_consensus", "on"},
              {"allow_multiple_failover_requests_from_node", "off"},
              {"enable_consensus_with_half_votes", "off"},
              {"wd_lifecheck_method", "heartbeat"},
              {"wd_interval", std::to_string(timers.wd_interval.count())},
              {"wd_heartbeat_keepalive", std::to_string(timers.wd_heartbeat_keepalive.count())},
              {"wd_heartbeat_deadtime", std::to_string(timers.wd_heartbeat_deadtime.count())},
              {"wd_lifecheck_dbname", "postgres"},
              {"wd_lifecheck_user", cluster.pgpool.user},
              {"wd_lifecheck_password", ""},
              {"wd_escalation_command", layout.libexec + "/escalation"},
              {"wd_de_escalation_command", layout.libexec + "/de_escalation"}}};
}

Section pgpool_watchdog_nodes(const Subject& subject) {
  const bool unified = subject.cluster.pgpool.version >= k42;
  return {.title = "Watchdog: nodes",
          .note = unified ? "Which of them this one is stands in pgpool_node_id." : "",
          .parameters = unified ? all_nodes(subject) : other_nodes(subject)};
}

Section pgpool_heartbeat(const Subject& subject) {
  const bool unified = subject.cluster.pgpool.version >= k42;
  Section section{.title = "Watchdog: heartbeat (UDP)", .note = "", .parameters = {}};
  if (!unified)
    section.parameters.push_back(
        {"wd_heartbeat_port", std::to_string(subject.cluster.pgpool.heartbeat_port)});
  add_heartbeat(section.parameters, subject, unified);
  return section;
}

model::Result<Section> pgpool_vip(const Subject& subject) {
  const auto& [cluster, node, layout] = subject;
  const auto device = vip_interface(subject);
  if (!device) return std::unexpected(device.error());
  const std::string name = cluster.pgpool.version < k44 ? "delegate_IP" : "delegate_ip";
  return Section{.title = "Watchdog: virtual IP address",
                 .note = "These exact commands stand in sudoers.d/pgmahout.",
                 .parameters = {{name, cluster.vip},
                                {"if_cmd_path", directory_of(layout.ip_command)},
                                {"if_up_cmd", add_address(subject, *device)},
                                {"if_down_cmd",
                                 fmt::format("/usr/bin/sudo -n {} addr del $_IP_$/{} dev {}",
                                             layout.ip_command, cluster.network_prefix, *device)},
                                {"arping_path", directory_of(layout.arping_command)},
                                {"arping_cmd", announce(subject, *device)}}};
}

}  // namespace pgmahout::render
