#include "observe/inspection_json.hpp"

#include "observe/json_codec.hpp"

namespace pgmahout::model {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Facts, os_family, os_version, memory_mb, interface,
                                   ssh_host_keys)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ReplicationRow, application_name, state, sync_state,
                                   replay_lag_bytes)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(SlotRow, name, physical, active, temporary, wal_status)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LiveParameter, value, unit, type, source, source_file,
                                   pending_restart)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(PostgresqlState, in_recovery, server_version, version_number,
                                   system_identifier, timeline, data_checksums, replication, slots,
                                   parameters, auto_parameters, config_errors, role_methods,
                                   archiver)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(BackendRow, id, host, status, role, live_status, live_role,
                                   replication_state)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(PgpoolState, version, parameters, backends)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(WatchdogMember, host, status, membership)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(WatchdogState, quorum, escalated, leader_host, members)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(HeartbeatState, bound_to, receivers, seconds, heard)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(FileState, path, present, owner, group, mode, sha256)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LoginState, kind, user, target, accepted, password_asked,
                                   failure)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(NodeInspection, agent_version, facts, addresses, pgpool_node_id,
                                   fenced, kernel, groups, units, files, pool_passwords, heartbeat,
                                   logins, postgresql, pgpool, watchdog)

}  // namespace pgmahout::model

namespace pgmahout::observe {

namespace {

// The enumeration is written as a number, of which any would be taken.
model::Result<void> check_family(const model::Facts& facts) {
  if (facts.os_family <= model::OsFamily::el) return {};
  return unlike_ours("os_family is out of range");
}

}  // namespace

nlohmann::json node_to_json(const model::NodeInspection& state) { return state; }

model::Result<model::NodeInspection> node_from_json(const nlohmann::json& document) {
  auto state = read_part<model::NodeInspection>(document);
  if (!state) return state;
  if (const auto checked = check_family(state->facts); !checked)
    return std::unexpected(checked.error());
  return state;
}

nlohmann::json facts_to_json(const model::Facts& facts) { return facts; }

model::Result<model::Facts> facts_from_json(const nlohmann::json& document) {
  auto facts = read_part<model::Facts>(document);
  if (!facts) return facts;
  if (const auto checked = check_family(*facts); !checked) return std::unexpected(checked.error());
  return facts;
}

}  // namespace pgmahout::observe
