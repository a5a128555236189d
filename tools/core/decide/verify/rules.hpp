#pragma once

#include "decide/verify/rule.hpp"

// The judges of the rules, one file a subject; verify.cpp holds the table that names them.
namespace pgmahout::decide {

// nodes.cpp
Outcome judge_answers(const Situation& situation);
Outcome judge_services(const Situation& situation);
Outcome judge_gate(const Situation& situation);
Outcome judge_state_directory(const Situation& situation);
Outcome judge_linger(const Situation& situation);
Outcome judge_fences(const Situation& situation);
Outcome judge_executables(const Situation& situation);
Outcome judge_file_contents(const Situation& situation);
Outcome judge_file_modes(const Situation& situation);

// kernel.cpp
Outcome judge_tcp_retries(const Situation& situation);
Outcome judge_ping_groups(const Situation& situation);

// postgresql.cpp
Outcome judge_postgresql_answers(const Situation& situation);
Outcome judge_postgresql_version(const Situation& situation);
Outcome judge_system_identifier(const Situation& situation);
Outcome judge_checksums(const Situation& situation);
Outcome judge_archiver(const Situation& situation);
Outcome judge_config_errors(const Situation& situation);

// replication.cpp
Outcome judge_one_primary(const Situation& situation);
Outcome judge_timeline(const Situation& situation);
Outcome judge_streaming(const Situation& situation);
Outcome judge_slots(const Situation& situation);
Outcome judge_lag(const Situation& situation);
Outcome judge_synchronous(const Situation& situation);

// settings.cpp
Outcome judge_postgresql_settings(const Situation& situation);
Outcome judge_pending_restart(const Situation& situation);
Outcome judge_auto_parameters(const Situation& situation);
Outcome judge_pgpool_settings(const Situation& situation);

// pgpool.cpp
Outcome judge_pgpool_answers(const Situation& situation);
Outcome judge_pgpool_version(const Situation& situation);
Outcome judge_pgpool_node_id(const Situation& situation);
Outcome judge_backends(const Situation& situation);

// watchdog.cpp
Outcome judge_watchdog_answers(const Situation& situation);
Outcome judge_quorum(const Situation& situation);
Outcome judge_leader(const Situation& situation);
Outcome judge_members(const Situation& situation);
Outcome judge_vip(const Situation& situation);
Outcome judge_heartbeat(const Situation& situation);

// logins.cpp
Outcome judge_role_passwords(const Situation& situation);
Outcome judge_pool_passwords(const Situation& situation);
Outcome judge_vip_logins(const Situation& situation);
Outcome judge_wrong_password(const Situation& situation);
Outcome judge_replication_logins(const Situation& situation);
Outcome judge_write(const Situation& situation);

}  // namespace pgmahout::decide
