#include "observe/evidence_json.hpp"

#include "observe/json_codec.hpp"

namespace pgmahout::model {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DiskSpace, name, path, total_bytes, free_bytes)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LogTail, source, lines)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(UnitEnd, name, result)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ServerEvidence, receiver, sender_host, conflicts, archiver)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(NodeEvidence, at, uptime_seconds, load_percent, oom_kills, disks,
                                   unit_ends, control, config_errors, refusal, server, log, journal,
                                   files)

}  // namespace pgmahout::model

namespace pgmahout::observe {

nlohmann::json evidence_to_json(const model::NodeEvidence& evidence) { return evidence; }

model::Result<model::NodeEvidence> evidence_from_json(const nlohmann::json& document) {
  return read_part<model::NodeEvidence>(document);
}

}  // namespace pgmahout::observe
