#include "observe/report_json.hpp"

#include "observe/json_codec.hpp"

namespace pgmahout::model {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ServerState, in_recovery, system_identifier, timeline, write,
                                   receive, replay, history, frozen, elected, promoting, in_turn,
                                   receiving, heard_ms_ago, silent_ms, sender_host, sender,
                                   sender_port, follows_host, follows, followed_host, followed)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StandbyRow, name, state, sync_state, lag_bytes, lag_ms)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(SlotUse, name, active, wal_status, retained_bytes)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ServerReport, state, version, replay_paused, replay_age_ms,
                                   synchronous_names, standbys, slots)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ChangeNote, at, from, to, loss)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Fence, reason, operation, since, isolated, released, held)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Pause, reason, since)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(BackendBelief, id, up, primary)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(WatchdogView, quorum, leader, leader_host)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(NodeReport, agent_version, postmaster, server, fence, pause,
                                   units, holds_vip, watchdog, beliefs, last_change)

}  // namespace pgmahout::model

namespace pgmahout::observe {

nlohmann::json report_to_json(const model::NodeReport& report) { return report; }

model::Result<model::NodeReport> report_from_json(const nlohmann::json& document) {
  return read_part<model::NodeReport>(document);
}

}  // namespace pgmahout::observe
