#include <array>

#include "decide/diagnose/rule.hpp"

namespace pgmahout::decide {

namespace {

using model::Severity;

// A rule that explains another stands before it.
constexpr std::array kServerRules{
    // Machines.
    DiagnosisRule{"disk.full", Severity::critical, "a disk of {node} is full",
                  "less than 3 % is free where the data or the WAL is",
                  "PostgreSQL stops when it cannot write WAL, and does not start again",
                  "make room on {node}: df -h; then systemctl start its PostgreSQL", by_full_disk},
    DiagnosisRule{"disk.nearly_full", Severity::warning, "a disk of {node} is nearly full",
                  "less than 10 % is free under the data, WAL, archive, log or state directory",
                  "when it is full, PostgreSQL stops", "make room on {node}: df -h", by_full_disk},
    DiagnosisRule{"watchdog.two_leaders", Severity::critical, "two Pgpool-II lead",
                  "status: the watchdogs name different leaders",
                  "both may hold the virtual IP and call nodes down",
                  "mend the network between them; then systemctl restart pgpool2 on the odd one",
                  by_status, "watchdog.two_leaders"},
    DiagnosisRule{"crash.out_of_memory", Severity::warning, "the kernel ended a service of {node}",
                  "systemd's result of a unit is oom-kill, or a backend died by signal 9 and the "
                  "kernel counts processes killed for want of memory",
                  "every session of it was lost, and after a primary's crash a failover may follow",
                  "journalctl -k on {node} names the process; give it memory, or lower "
                  "shared_buffers, work_mem or max_connections",
                  by_oom},
    DiagnosisRule{
        "crash.killed", Severity::warning, "somebody killed a backend of {node} by signal 9",
        "PostgreSQL's log of the last hour",
        "PostgreSQL ends all sessions after it; here the guard restarts it",
        "find out who did: never kill -9 a backend, use pg_terminate_backend()", by_crash},
    DiagnosisRule{"crash.signal", Severity::warning, "a backend of {node} crashed",
                  "PostgreSQL's log of the last hour: terminated by a signal",
                  "PostgreSQL ends all sessions after it; here the guard restarts it",
                  "look at the lines before it in the log of {node}; update PostgreSQL and its "
                  "extensions",
                  by_crash},

    // Servers that do not run, by why.
    DiagnosisRule{"server.config_broken", Severity::critical,
                  "PostgreSQL on {node} cannot read its files",
                  "postgres -C fails, or its log: configuration errors",
                  "it does not start until that is mended",
                  "ansible-playbook site.yml renders the files of {node} again; or mend the line",
                  by_failed_start},
    DiagnosisRule{"server.disk_full", Severity::critical, "PostgreSQL on {node} had no space left",
                  "its log: no space left on device (53100)", "it does not start without space",
                  "make room on {node}: df -h; then start its PostgreSQL", by_failed_start},
    DiagnosisRule{"server.port_taken", Severity::critical,
                  "something else has PostgreSQL's port on {node}", "its log: could not bind",
                  "it does not start until the port is free",
                  "ss -lptn on {node} names the other process", by_failed_start},
    DiagnosisRule{
        "server.memory", Severity::critical, "{node} has too little memory for PostgreSQL",
        "its log: shared memory cannot be had", "it does not start with its shared_buffers",
        "lower shared_buffers in the inventory and run site.yml, or free memory on {node}",
        by_failed_start},
    DiagnosisRule{"server.rights", Severity::critical,
                  "PostgreSQL on {node} may not use its directory or a file in it",
                  "its log: wrong ownership or permissions", "it does not start",
                  "chown -R postgres:postgres the data directory of {node}, chmod 0700",
                  by_failed_start},
    DiagnosisRule{"server.wal_missing", Severity::critical,
                  "{node} lacks WAL that it needs to start",
                  "its log: no valid checkpoint record, or a timeline that it cannot follow",
                  "its data is of no use without",
                  "pgmahout clone copies {node} afresh; if it was primary, keep its data first",
                  by_failed_start},
    DiagnosisRule{"server.wrong_version", Severity::critical,
                  "the data of {node} is of another version of PostgreSQL",
                  "its log: database files are incompatible with server", "it does not start",
                  "install the version of the inventory on {node}: run site.yml", by_failed_start},
    DiagnosisRule{"server.corrupt", Severity::critical,
                  "PostgreSQL on {node} found its data damaged",
                  "its log: PANIC, or an invalid page", "what it read is lost there",
                  "pgmahout clone makes {node} anew from a healthy primary; look at its disk",
                  by_failed_start},
    DiagnosisRule{
        "replication.parameters", Severity::warning,
        "{node} has lower settings than the primary and cannot replay on",
        "its log: hot standby is not possible because of insufficient parameter settings",
        "replay waits, or the server has stopped",
        "ansible-playbook site.yml gives all nodes the same; then pgmahout restart {node}",
        by_failed_start},
    DiagnosisRule{"server.start_failed", Severity::warning, "PostgreSQL on {node} does not start",
                  "systemd calls its unit failed; the last lines of its log are shown",
                  "{node} is out of the cluster meanwhile",
                  "journalctl -u on {node} for its PostgreSQL and pgmahout-heal", by_failed_start},

    // People's wishes and the guard's.
    DiagnosisRule{"node.held", Severity::warning, "somebody holds {node} down", "status: its fence",
                  "it neither serves nor confirms commits", "pgmahout unfence {node}", by_status,
                  "node.held"},
    DiagnosisRule{"primary.cut_off", Severity::critical,
                  "{node} stopped itself, for it was cut off",
                  "status: its fence says that nobody else decided it",
                  "a primary that nobody hears must not go on: another may take its place",
                  "mend its network; the gate lets {node} up when the others say that nobody was "
                  "promoted",
                  by_isolation},
    DiagnosisRule{"node.fenced", Severity::warning, "{node} is fenced", "status: its fence",
                  "its server does not start as what it was",
                  "journalctl -u pgmahout-heal on {node} says what it waits for; by hand: "
                  "pgmahout rejoin {node}",
                  by_status, "node.fenced"},

    // The primary.
    DiagnosisRule{"primary.two", Severity::critical, "several nodes accept writes",
                  "status: more than one server is out of recovery",
                  "what is written to the wrong one is lost",
                  "pgmahout fence the one that the others do not follow", by_status, "primary.two"},
    DiagnosisRule{"primary.unreachable", Severity::critical,
                  "the primary {node} is not to be reached",
                  "nobody is primary, and the host that was does not answer",
                  "clients cannot write until another takes its place",
                  "start {node}, or pgmahout failover", by_lost_primary},
    DiagnosisRule{"primary.stopped", Severity::critical, "the primary {node} is dead",
                  "nobody is primary; the host that was answers, and its PostgreSQL does not run",
                  "clients cannot write until it starts or another takes its place",
                  "start its PostgreSQL on {node}, or pgmahout failover", by_lost_primary},
    DiagnosisRule{"primary.hangs", Severity::critical,
                  "the primary {node} runs and does not answer",
                  "nobody is primary; the postmaster of the one that was runs and says nothing",
                  "clients wait", "look at the log and the disk of {node}; pgmahout failover",
                  by_lost_primary},
    DiagnosisRule{"host.silent", Severity::warning, "{node} does not answer",
                  "status: its agent says nothing, so the host is down, cut off, or lets nobody in",
                  "nobody knows how it is; what else is said of it follows from that",
                  "ping {node}; ssh {node}; start it", by_status, "node.silent"},
    DiagnosisRule{"watchdog.no_quorum", Severity::critical, "Pgpool-II has no quorum",
                  "status: watchdogs see too few of each other", "no failover happens there",
                  "systemctl start pgpool2 on more nodes, or mend the network between them",
                  by_status, "watchdog.no_quorum"},
    DiagnosisRule{"failover.paused", Severity::warning, "automatic failover is paused",
                  "status: the pause", "nobody takes the place of a lost primary",
                  "pgmahout resume", by_status, "failover.paused"},
    DiagnosisRule{
        "failover.waits", Severity::critical, "nobody takes the lost primary's place",
        "nobody is primary, and a pause, a missing quorum, a refusal in a node's journal or "
        "guards that do not run say why",
        "clients cannot write",
        "mend what is named; or pgmahout failover --dry-run says who could, and what "
        "would be lost",
        by_missing_failover},
    DiagnosisRule{"primary.none", Severity::critical, "nobody is primary",
                  "status: no server that answers is out of recovery", "clients cannot write",
                  "pgmahout failover --dry-run says who could be", by_status, "primary.none"}};

}  // namespace

std::span<const DiagnosisRule> server_rules() { return kServerRules; }

}  // namespace pgmahout::decide
