#include "render/pgpool_owned.hpp"

#include <array>

namespace pgmahout::render {

namespace {

constexpr std::string_view kNodes = "it follows from the nodes of the inventory";
constexpr std::string_view kMode = "the cluster is streaming replication and nothing else";
constexpr std::string_view kProfile =
    "set it for all nodes, without the number: the timers depend on each other";
constexpr std::string_view kCommands = "failover and its companions are pgmahout's own executables";
constexpr std::string_view kUsers = "set pgmahout_pgpool_user and pgmahout_pgpool_password";
constexpr std::string_view kVip = "set pgmahout_vip, pgmahout_network and pgmahout_vip_interface";
constexpr std::string_view kPlaces = "the service and the tools on the node depend on it";
constexpr std::string_view kQuorum = "the votes of the watchdog keep a second primary away";

constexpr std::array kPgpoolOwned = std::to_array<OwnedParameter>({
    {"backend_clustering_mode", kMode},
    {"backend_weight*", "set pgmahout_backend_weight for the host"},
    {"backend_*", kNodes},
    {"hostname*", kNodes},
    {"wd_hostname", kNodes},
    {"other_*", kNodes},
    {"pgpool_port*", "set pgmahout_pgpool_port"},
    {"port", "set pgmahout_pgpool_port"},
    {"pcp_port", "set pgmahout_pcp_port"},
    {"wd_port*", "set pgmahout_watchdog_port"},
    {"wd_heartbeat_port", "set pgmahout_heartbeat_port"},
    {"heartbeat_*", "it follows from the nodes; the port is pgmahout_heartbeat_port"},
    {"wd_priority", "set pgmahout_watchdog_priority for the host"},
    {"wd_authkey", "set pgmahout_watchdog_key"},
    {"use_watchdog", kQuorum},
    {"failover_when_quorum_exists", kQuorum},
    {"failover_require_consensus", kQuorum},
    {"allow_multiple_failover_requests_from_node", kQuorum},
    {"enable_consensus_with_half_votes", kQuorum},
    {"master_slave_*", kMode},
    {"replication_mode", kMode},
    {"failover_command", kCommands},
    {"failback_command", kCommands},
    {"follow_master_command", kCommands},
    {"follow_primary_command", kCommands},
    {"recovery_1st_stage_command", kCommands},
    {"recovery_2nd_stage_command", kCommands},
    {"wd_escalation_command", kCommands},
    {"wd_de_escalation_command", kCommands},
    {"delegate_IP", kVip},
    {"delegate_ip", kVip},
    {"if_cmd_path", kVip},
    {"if_up_cmd", kVip},
    {"if_down_cmd", kVip},
    {"arping_path", kVip},
    {"arping_cmd", kVip},
    {"pool_passwd", "pgmahout renders it: add users with pgmahout_users"},
    {"enable_pool_hba", "without it everybody may connect; add rules with pgmahout_pool_hba"},
    {"health_check_user*", kUsers},
    {"health_check_password*", kUsers},
    {"health_check_database*", "pgmahout_pgpool_user may connect to postgres everywhere"},
    {"sr_check_user", kUsers},
    {"sr_check_password", kUsers},
    {"sr_check_database", "pgmahout_pgpool_user may connect to postgres everywhere"},
    {"recovery_user", "set pgmahout_superuser and pgmahout_postgres_password"},
    {"recovery_password", "set pgmahout_superuser and pgmahout_postgres_password"},
    {"recovery_database", "the extension pgpool_recovery is in this database"},
    {"wd_lifecheck_user", kUsers},
    {"wd_lifecheck_password", kUsers},
    {"health_check_period#", kProfile},
    {"health_check_timeout#", kProfile},
    {"health_check_max_retries#", kProfile},
    {"health_check_retry_delay#", kProfile},
    {"connect_timeout#", kProfile},
    {"num_init_children", "set pgmahout_num_init_children: max_connections depends on it"},
    {"max_pool", "set pgmahout_max_pool: max_connections depends on it"},
    {"socket_dir", kPlaces},
    {"unix_socket_directories", kPlaces},
    {"pcp_socket_dir", kPlaces},
    {"wd_ipc_socket_dir", kPlaces},
    {"pid_file_name", kPlaces},
    {"logdir", kPlaces},
    {"work_dir", kPlaces},
});

}  // namespace

std::span<const OwnedParameter> pgpool_owned() { return kPgpoolOwned; }

}  // namespace pgmahout::render
