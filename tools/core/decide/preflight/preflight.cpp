#include "decide/preflight/preflight.hpp"

#include <array>

namespace pgmahout::decide {

namespace {

constexpr std::array<PreflightRule, 21> kPreflightRules{{
    {"controller.ansible", "ansible-core here is one that the roles are written for",
     "install such an ansible-core on this machine", judge_ansible},
    {"controller.collections", "the collections that the roles use are installed here",
     "ansible-galaxy collection install -r requirements.yml", judge_collections},
    {"node.reach", "every machine lets us in over SSH, with the pinned host key and no question",
     "pgmahout bootstrap pins host keys and sets up the login; see docs/bootstrap.md", judge_reach},
    {"node.sudo", "the login is root or becomes root without a password",
     "pgmahout bootstrap sets that up with the user's password; by hand write NAME ALL=(ALL:ALL) "
     "NOPASSWD: ALL and Defaults:NAME !requiretty into a file of /etc/sudoers.d",
     judge_sudo},
    {"node.python", "Python 3 is there, which Ansible needs",
     "apt-get install python3, or dnf install python3", judge_python},
    {"node.system", "the operating system is one that the roles know",
     "supported are Debian 11 to 13, Ubuntu 22.04 and 24.04, AlmaLinux, Rocky Linux, RHEL, CentOS "
     "Stream and Oracle Linux 8 and 9, with systemd, on x86_64 and aarch64",
     judge_system},
    {"node.identity", "machine ids and host names differ from machine to machine",
     "cloned machines: empty /etc/machine-id, boot, and set a name with hostnamectl",
     judge_identity},
    {"node.host_name", "every machine can resolve its own name",
     "add the name to /etc/hosts there: sudo and others wait for a name that nobody knows",
     judge_host_name},
    {"node.address", "every machine has the address that the inventory gives it",
     "set pgmahout_address to the node's address in pgmahout_network, and pgmahout_vip_interface "
     "to a device that is there",
     judge_address},
    {"node.memory", "there is enough memory", "give the machine more memory", judge_memory},
    {"node.space", "there is enough space for the data and the archive",
     "mount a larger disk there, or set pgmahout_postgresql_data_directory or "
     "pgmahout_archive_directory",
     judge_space},
    {"node.ports", "the cluster's ports are free, or ours",
     "stop that program, or set other ports (pgmahout_postgresql_port, pgmahout_pgpool_port, "
     "pgmahout_pcp_port, pgmahout_watchdog_port, pgmahout_heartbeat_port)",
     judge_ports},
    {"node.data", "the data directories are empty, or hold one cluster",
     "move what is there away, or set another pgmahout_postgresql_data_directory", judge_data},
    {"node.remove_ipc", "nothing lets logind remove the server's shared memory",
     "remove RemoveIPC=yes from the named file: it wins over what site.yml writes",
     judge_remove_ipc},
    {"time.agree", "the clocks agree", "let one time service keep the clock on every node",
     judge_clocks},
    {"time.service", "one service keeps the time", "disable all of them but one",
     judge_time_service},
    {"network.peers", "every machine reaches the SSH port of every other",
     "look at firewalls and routes between the two; sshd must listen at the node's address",
     judge_peers},
    {"network.vip", "nobody else answers at the virtual IP",
     "choose a free address for pgmahout_vip, outside of any DHCP range", judge_vip},
    {"packages.manager", "the package manager is in order and free",
     "site.yml waits for the lock and completes what was interrupted; if it fails: dpkg "
     "--configure -a, then apt-get -f install",
     judge_package_manager},
    {"packages.source", "the packages can be had in the wanted versions",
     "set pgmahout_postgresql_version, pgmahout_pgpool_version or pgmahout_repository to match "
     "(pgmahout init --pg-version), or see to the machine's way to its sources",
     judge_package_source},
    {"packages.upgrades", "no upgrade restarts the servers by itself",
     "hold the packages back (apt-mark hold) or switch unattended upgrades off: all nodes would "
     "restart in the same night",
     judge_upgrades},
}};

}  // namespace

std::span<const PreflightRule> preflight_rules() { return kPreflightRules; }

model::Verification judge_preflight(const PreflightSituation& situation) {
  model::Verification verification{.cluster = situation.cluster.name, .checks = {}};
  for (const PreflightRule& rule : kPreflightRules)
    verification.checks.push_back(judged(rule, situation));
  return verification;
}

}  // namespace pgmahout::decide
