#include "render/pgpool_parameters.hpp"

namespace pgmahout::render {

namespace {

// clang-format off
constexpr ParameterRow kPgpoolRows[] = {
    {{4, 1, 0}, kStillThere, Context::init, Shape::single,
     "allow_multiple_failover_requests_from_node arping_cmd arping_path authentication_timeout "
     "child_life_time child_max_connections connection_cache connection_life_time "
     "enable_consensus_with_half_votes enable_shared_relcache failover_require_consensus "
     "failover_when_quorum_exists if_cmd_path if_down_cmd if_up_cmd listen_addresses "
     "listen_backlog_multiplier load_balance_mode max_pool memory_cache_enabled "
     "memqcache_cache_block_size memqcache_expire memqcache_max_num_cache memqcache_maxcache "
     "memqcache_memcached_host memqcache_memcached_port memqcache_method memqcache_oiddir "
     "memqcache_total_size num_init_children pcp_listen_addresses pcp_port pcp_socket_dir "
     "pid_file_name ping_path pool_passwd port relcache_expire relcache_size replication_mode "
     "reserved_connections serialize_accept ssl ssl_ca_cert ssl_ca_cert_dir ssl_cert "
     "ssl_ciphers ssl_dh_params_file ssl_ecdh_curve ssl_key ssl_prefer_server_ciphers "
     "trusted_servers use_watchdog wd_heartbeat_deadtime wd_heartbeat_keepalive wd_interval "
     "wd_ipc_socket_dir wd_life_point wd_lifecheck_method wd_lifecheck_query "
     "wd_monitoring_interfaces_list wd_priority"},
    {{4, 1, 0}, kStillThere, Context::reload, Shape::both,
     "connect_timeout health_check_database health_check_max_retries health_check_password "
     "health_check_period health_check_retry_delay health_check_timeout health_check_user"},
    {{4, 1, 0}, kStillThere, Context::reload, Shape::per_node,
     "backend_application_name backend_data_directory backend_flag backend_hostname "
     "backend_port backend_weight heartbeat_device"},
    {{4, 1, 0}, kStillThere, Context::reload, Shape::single,
     "allow_clear_text_frontend_auth app_name_redirect_preference_list auto_failback "
     "auto_failback_interval check_temp_table clear_memqcache_on_escalation "
     "database_redirect_preference_list delay_threshold detach_false_primary "
     "disable_load_balance_on_write enable_pool_hba fail_over_on_backend_error failback_command "
     "failover_command failover_if_affected_tuples_mismatch failover_on_backend_error "
     "ignore_leading_white_space insert_lock lobj_lock_table log_connections log_destination "
     "log_hostname log_line_prefix log_standby_delay memqcache_auto_cache_invalidation "
     "recovery_1st_stage_command recovery_2nd_stage_command recovery_password recovery_timeout "
     "recovery_user relcache_query_target replicate_select replication_stop_on_mismatch "
     "reset_query_list search_primary_node_timeout sr_check_database sr_check_password "
     "sr_check_period sr_check_user statement_level_load_balance syslog_facility syslog_ident "
     "wd_authkey wd_de_escalation_command wd_escalation_command wd_lifecheck_dbname "
     "wd_lifecheck_password wd_lifecheck_user"},
    {{4, 1, 0}, kStillThere, Context::session, Shape::single,
     "allow_sql_comments check_unlogged_table client_idle_limit client_idle_limit_in_recovery "
     "client_min_messages log_client_messages log_error_verbosity log_min_messages "
     "log_per_node_statement log_statement"},
    {{4, 1, 0}, {4, 7, 0}, Context::init, Shape::single,
     "logdir"},
    {{4, 1, 0}, {4, 4, 0}, Context::init, Shape::single,
     "delegate_IP socket_dir"},
    {{4, 1, 0}, {4, 2, 0}, Context::init, Shape::single,
     "master_slave_mode master_slave_sub_mode wd_heartbeat_port wd_hostname wd_port"},
    {{4, 1, 0}, {4, 2, 0}, Context::reload, Shape::per_node,
     "heartbeat_destination heartbeat_destination_port other_pgpool_hostname other_pgpool_port "
     "other_wd_port"},
    {{4, 1, 0}, {4, 2, 0}, Context::reload, Shape::single,
     "black_function_list black_memqcache_table_list black_query_pattern_list "
     "follow_master_command white_function_list white_memqcache_table_list"},
    {{4, 1, 11}, {4, 2, 0}, Context::init, Shape::single,
     "health_check_test"},
    {{4, 1, 22}, {4, 2, 0}, Context::session, Shape::single,
     "notice_per_node_statement"},
    {{4, 2, 0}, kStillThere, Context::init, Shape::single,
     "backend_clustering_mode logging_collector ssl_crl_file ssl_passphrase_command"},
    {{4, 2, 0}, kStillThere, Context::reload, Shape::per_node,
     "heartbeat_hostname heartbeat_port hostname pgpool_port wd_port"},
    {{4, 2, 0}, kStillThere, Context::reload, Shape::single,
     "cache_safe_memqcache_table_list cache_unsafe_memqcache_table_list "
     "dml_adaptive_object_relationship_list follow_primary_command log_disconnections "
     "primary_routing_query_pattern_list read_only_function_list write_function_list"},
    {{4, 2, 0}, {4, 6, 0}, Context::init, Shape::single,
     "log_directory log_file_mode log_filename log_rotation_age log_rotation_size "
     "log_truncate_on_rotation"},
    {{4, 2, 8}, {4, 3, 0}, Context::init, Shape::single,
     "health_check_test"},
    {{4, 2, 19}, {4, 3, 0}, Context::session, Shape::single,
     "notice_per_node_statement"},
    {{4, 3, 0}, kStillThere, Context::reload, Shape::single,
     "failover_on_backend_shutdown prefer_lower_delay_standby wd_lost_node_removal_timeout "
     "wd_remove_shutdown_nodes"},
    {{4, 3, 0}, {4, 3, 1}, Context::reload, Shape::single,
     "wd_initial_node_showup_time"},
    {{4, 3, 1}, kStillThere, Context::init, Shape::single,
     "health_check_test"},
    {{4, 3, 1}, kStillThere, Context::reload, Shape::single,
     "wd_no_show_node_removal_timeout"},
    {{4, 3, 12}, {4, 4, 0}, Context::session, Shape::single,
     "notice_per_node_statement"},
    {{4, 4, 0}, kStillThere, Context::init, Shape::single,
     "delegate_ip unix_socket_directories unix_socket_group unix_socket_permissions"},
    {{4, 4, 0}, kStillThere, Context::reload, Shape::single,
     "delay_threshold_by_time max_spare_children min_spare_children process_management_mode "
     "process_management_strategy trusted_server_command"},
    {{4, 4, 9}, kStillThere, Context::session, Shape::single,
     "notice_per_node_statement"},
    {{4, 5, 0}, kStillThere, Context::reload, Shape::single,
     "log_pcp_processes user_redirect_preference_list"},
    {{4, 6, 0}, kStillThere, Context::reload, Shape::single,
     "log_directory log_file_mode log_filename log_rotation_age log_rotation_size "
     "log_truncate_on_rotation"},
    {{4, 6, 0}, kStillThere, Context::session, Shape::single,
     "log_backend_messages"},
    {{4, 7, 0}, kStillThere, Context::init, Shape::single,
     "work_dir"},
    {{4, 7, 0}, kStillThere, Context::reload, Shape::single,
     "recovery_database"},
    {{4, 7, 1}, kStillThere, Context::init, Shape::single,
     "wd_heartbeat_listen_addresses wd_heartbeat_listen_port wd_listen_address wd_listen_port"},
};
// clang-format on

constexpr Renamed kPgpoolRenamed[] = {
    {"master_slave_mode", "backend_clustering_mode"},
    {"replication_mode", "backend_clustering_mode"},
    {"follow_master_command", "follow_primary_command"},
    {"delegate_IP", "delegate_ip"},
    {"socket_dir", "unix_socket_directories"},
    {"logdir", "work_dir"},
    {"wd_hostname", "hostname0"},
    {"other_pgpool_hostname", "hostname"},
    {"other_pgpool_port", "pgpool_port"},
    {"other_wd_port", "wd_port"},
    {"heartbeat_destination", "heartbeat_hostname"},
    {"heartbeat_destination_port", "heartbeat_port"},
    {"wd_heartbeat_port", "heartbeat_port0"},
    {"white_function_list", "read_only_function_list"},
    {"black_function_list", "write_function_list"},
    {"white_memqcache_table_list", "cache_safe_memqcache_table_list"},
    {"black_memqcache_table_list", "cache_unsafe_memqcache_table_list"},
    {"black_query_pattern_list", "primary_routing_query_pattern_list"},
    {"wd_initial_node_showup_time", "wd_no_show_node_removal_timeout"},
};

constexpr ParameterTable kPgpoolTable{
    .product = "Pgpool-II", .rows = kPgpoolRows, .renamed = kPgpoolRenamed};

}  // namespace

const ParameterTable& pgpool_parameters() { return kPgpoolTable; }

}  // namespace pgmahout::render
