#include "decide/verify/verify.hpp"

#include <array>

#include "decide/verify/rules.hpp"

namespace pgmahout::decide {

namespace {

constexpr std::string_view kRunSite = "run site.yml: it writes what the inventory says";
constexpr std::string_view kStartPostgresql =
    "look at the log of PostgreSQL on that node, then start its service";
constexpr std::string_view kStartPgpool =
    "look at the log of Pgpool-II on that node, then start its service";
constexpr std::string_view kReclone = "run pgmahout clone for that node";
constexpr std::string_view kHba =
    "compare pg_hba.conf, pool_hba.conf and pool_passwd with the inventory; run site.yml";

constexpr std::string_view kKernel =
    "sysctl --system on that node; if it says so again, a later file of sysctl.d does: look for it";

constexpr std::array<Rule, 43> kRules{{
    {"node.answers", "every node answers over SSH",
     "check that the host is up and that the SSH key and host key are right", judge_answers},
    {"node.services", "the services run now and after a reboot",
     "systemctl enable --now the named service on that node", judge_services},
    {"node.gate", "PostgreSQL's unit asks whether the server may start", kRunSite, judge_gate},
    {"node.state", "what a node must know after a crash is kept safe", kRunSite,
     judge_state_directory},
    {"node.fence", "no node is fenced",
     "the service pgmahout-heal makes it a standby of the primary; its journal says what it waits "
     "for. By hand: pgmahout clone --replace for that node",
     judge_fences},
    {"node.executables", "the same pgmahout is installed everywhere",
     "run site.yml with the package of this version", judge_executables},
    {"node.files", "every rendered file is in place, unchanged", kRunSite, judge_file_contents},
    {"node.file_modes", "owner, group and mode of every rendered file", kRunSite, judge_file_modes},
    {"node.tcp_retries", "the kernel gives up connections with dark hosts in time", kKernel,
     judge_tcp_retries},
    {"node.ping_group", "the guard may call other hosts by ICMP", kKernel, judge_ping_groups},
    {"node.linger", "the services of user postgres stay up between two questions",
     "loginctl enable-linger postgres on that node", judge_linger},
    {"postgresql.answers", "PostgreSQL answers on every node", kStartPostgresql,
     judge_postgresql_answers},
    {"postgresql.version", "PostgreSQL is the configured version, the same everywhere",
     "install the same packages on every node", judge_postgresql_version},
    {"postgresql.one_primary", "exactly one node is primary",
     "with two primaries stop the one that Pgpool-II does not name; with none promote one",
     judge_one_primary},
    {"postgresql.system_identifier", "every node holds the same cluster", kReclone,
     judge_system_identifier},
    {"postgresql.timeline", "every node is on the primary's timeline", kReclone, judge_timeline},
    {"postgresql.streaming", "every other node streams from the primary",
     "look at the standby's log; if WAL is missing, run pgmahout clone for it", judge_streaming},
    {"postgresql.slots", "every standby uses its own slot and no slot is orphan",
     "drop orphans with pg_drop_replication_slot(); run pgmahout clone where one is missing",
     judge_slots},
    {"postgresql.lag", "the standbys are close behind",
     "look at load and network of the standby that is behind", judge_lag},
    {"postgresql.synchronous", "as many standbys confirm each commit as the inventory says",
     "look at postgresql.streaming first, then at the journal of pgmahout-heal on the primary",
     judge_synchronous},
    {"postgresql.write", "a write through the virtual IP reaches every standby",
     "look at postgresql.streaming and watchdog.vip first", judge_write},
    {"postgresql.settings", "postgresql.conf as rendered is what runs",
     "ALTER SYSTEM RESET the parameter, or change the inventory and run site.yml",
     judge_postgresql_settings},
    {"postgresql.pending_restart", "no parameter waits for a restart",
     "run site.yml: it restarts standbys first, one at a time", judge_pending_restart},
    {"postgresql.auto_conf", "ALTER SYSTEM holds only replication state",
     "move the value to pgmahout_postgresql_settings, then ALTER SYSTEM RESET it",
     judge_auto_parameters},
    {"postgresql.config_errors", "postgresql.conf and pg_hba.conf have no errors",
     "correct the named line and run site.yml", judge_config_errors},
    {"postgresql.checksums", "data checksums are on",
     "stop the node and run pg_checksums --enable, or clone it again", judge_checksums},
    {"postgresql.archive", "WAL is archived",
     "look at PostgreSQL's log and at the space of the archive directory", judge_archiver},
    {"postgresql.passwords", "every password is stored for SCRAM",
     "run site.yml: it sets the passwords again", judge_role_passwords},
    {"postgresql.replication_login", "replication may log in from every node to every node", kHba,
     judge_replication_logins},
    {"pgpool.answers", "Pgpool-II answers on every node", kStartPgpool, judge_pgpool_answers},
    {"pgpool.version", "Pgpool-II is the configured version, the same everywhere",
     "install the same packages on every node", judge_pgpool_version},
    {"pgpool.node_id", "every Pgpool-II knows which node it is", kRunSite, judge_pgpool_node_id},
    {"pgpool.settings", "pgpool.conf as rendered is what runs",
     "reload or restart Pgpool-II on that node; run site.yml", judge_pgpool_settings},
    {"pgpool.passwords", "pool_passwd has an entry fit for SCRAM for every user", kRunSite,
     judge_pool_passwords},
    {"pgpool.backends", "every backend is up and its role is true",
     "attach it with pcp_attach_node once its PostgreSQL streams", judge_backends},
    {"watchdog.answers", "every watchdog tells its state",
     "check pcp.conf and ~postgres/.pcppass; run site.yml", judge_watchdog_answers},
    {"watchdog.members", "every node is a member of the watchdog cluster",
     "start Pgpool-II on the missing node; check the watchdog port in the firewall", judge_members},
    {"watchdog.quorum", "the quorum exists", "start Pgpool-II on enough nodes", judge_quorum},
    {"watchdog.leader", "every node sees the same one leader",
     "check the network between the nodes; restart Pgpool-II on the odd one", judge_leader},
    {"watchdog.heartbeat", "every node hears the heartbeats of the others",
     "open the heartbeat port for udp, not tcp, between the nodes", judge_heartbeat},
    {"vip.holder", "the virtual IP is on one host, and that is the leader",
     "remove it with ip addr del from the host that is not the leader", judge_vip},
    {"vip.logins", "every user logs in through the virtual IP by SCRAM", kHba, judge_vip_logins},
    {"vip.wrong_password", "a wrong password is refused through the virtual IP",
     "enable_pool_hba must be on and pool_hba.conf must ask for scram-sha-256",
     judge_wrong_password},
}};

}  // namespace

std::span<const Rule> verification_rules() { return kRules; }

model::Verification verify(const Situation& situation) {
  model::Verification verification{.cluster = situation.cluster.name, .checks = {}};
  for (const Rule& rule : kRules) verification.checks.push_back(judged(rule, situation));
  return verification;
}

}  // namespace pgmahout::decide
