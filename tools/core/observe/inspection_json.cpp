#include "observe/inspection_json.hpp"

#include <algorithm>

// Found by argument-dependent look-up, so it lives where the type does.
namespace pgmahout::model {
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Error, kind, what, node, command, hint)
}  // namespace pgmahout::model

// An optional and a result are written as null or {"value":...} and {"value":...} or {"error":...}.
namespace nlohmann {

template <typename T>
struct adl_serializer<std::optional<T>> {
  static void to_json(json& to, const std::optional<T>& from) { to = from ? json(*from) : json(); }
  static void from_json(const json& from, std::optional<T>& to) {
    if (!from.is_null()) to = from.get<T>();
  }
};

template <typename T>
struct adl_serializer<std::expected<T, pgmahout::model::Error>> {
  using Result = std::expected<T, pgmahout::model::Error>;
  static void to_json(json& to, const Result& from) {
    to = from ? json{{"value", *from}} : json{{"error", from.error()}};
  }
  static void from_json(const json& from, Result& to) {
    if (from.contains("value"))
      to = from.at("value").get<T>();
    else
      to = std::unexpected(from.at("error").get<pgmahout::model::Error>());
  }
};

}  // namespace nlohmann

namespace pgmahout::model {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Facts, os_family, os_version, memory_mb, interface,
                                   ssh_host_keys)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ReplicationRow, application_name, state, sync_state,
                                   replay_lag_bytes)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(SlotRow, name, physical, active, temporary, wal_status)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LiveParameter, value, unit, type, source, source_file,
                                   pending_restart)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ArchiverState, mode, archived, failed, failing, last_failed_wal)
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
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(UnitState, name, active, enabled, before_start)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(FileState, path, present, owner, group, mode, sha256)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LoginState, kind, user, target, accepted, password_asked,
                                   failure)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(NodeInspection, agent_version, facts, addresses, pgpool_node_id,
                                   fenced, kernel, groups, units, files, pool_passwords, heartbeat,
                                   logins, postgresql, pgpool, watchdog)

}  // namespace pgmahout::model

namespace pgmahout::observe {

namespace {

using nlohmann::json;

std::unexpected<model::Error> unlike_ours(const std::string& why) {
  return std::unexpected(
      model::Error{.what = "the node agent's answer is not what this version expects: " + why,
                   .hint = "install the same version of pgmahout on the node: run site.yml"});
}

// nlohmann casts a fraction to whatever integer is asked for, and one that does not fit is anything
// then. Of ours only a few seconds are fractions.
bool has_wild_fraction(const json& value) {
  constexpr double kMost = 1e9;
  if (value.is_number_float()) return !(value >= 0.0 && value <= kMost);
  return value.is_structured() && std::ranges::any_of(value, has_wild_fraction);
}

template <typename Part>
model::Result<Part> read(const json& document) {
  if (has_wild_fraction(document)) return unlike_ours("a number is out of range");
  try {
    return document.get<Part>();
  } catch (const json::exception& error) {
    return unlike_ours(error.what());
  }
}

// The enumeration is written as a number, of which any would be taken.
model::Result<void> check_family(const model::Facts& facts) {
  if (facts.os_family <= model::OsFamily::el) return {};
  return unlike_ours("os_family is out of range");
}

}  // namespace

nlohmann::json node_to_json(const model::NodeInspection& state) { return state; }

model::Result<model::NodeInspection> node_from_json(const nlohmann::json& document) {
  auto state = read<model::NodeInspection>(document);
  if (!state) return state;
  if (const auto checked = check_family(state->facts); !checked)
    return std::unexpected(checked.error());
  return state;
}

nlohmann::json facts_to_json(const model::Facts& facts) { return facts; }

model::Result<model::Facts> facts_from_json(const nlohmann::json& document) {
  auto facts = read<model::Facts>(document);
  if (!facts) return facts;
  if (const auto checked = check_family(*facts); !checked) return std::unexpected(checked.error());
  return facts;
}

}  // namespace pgmahout::observe
