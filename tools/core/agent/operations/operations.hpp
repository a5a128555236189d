#pragma once

#include "agent/operation.hpp"

namespace pgmahout::agent {

// One file an operation. Each reads its request strictly and answers a JSON object.

/// {"primary":NAME,"replace":bool,"start":bool,"max_rate":"10M"} -> {"changed","reason","bytes"}
[[nodiscard]] model::Result<nlohmann::json> clone(const Request& request, const Session& session);

/// {} -> {"running", and when it runs: "in_recovery","timeline","write_lsn","receive_lsn",
/// "replay_lsn","receiving","sender_host","sender_port"; "system_identifier" when it has one}
[[nodiscard]] model::Result<nlohmann::json> observe_node(const Request& request,
                                                         const Session& session);

/// {} -> how the node is (observe/report_json.hpp); takes two seconds at the most
[[nodiscard]] model::Result<nlohmann::json> status(const Request& request, const Session& session);

/// {} -> {"journal":[LINE ...],"since":TIME OF THE OLDEST LINE THAT WAS READ,"complete":
/// bool,"not_understood":N,"files":[{"timeline","content","written","undone"}
/// ...],"server":{"timeline","in_recovery", "elected"} or null}: what this node knows of the
/// cluster's changes of primary. The newest come first; the whole is at most about 1 MiB.
[[nodiscard]] model::Result<nlohmann::json> history(const Request& request, const Session& session);

/// {} -> {"changed"}
[[nodiscard]] model::Result<nlohmann::json> start(const Request& request, const Session& session);

/// {} -> {"changed"}
[[nodiscard]] model::Result<nlohmann::json> stop(const Request& request, const Session& session);

/// {"reason":WHY} -> {"changed"}: this node replaces no primary by itself any more
[[nodiscard]] model::Result<nlohmann::json> pause(const Request& request, const Session& session);

/// {} -> {"changed"}
[[nodiscard]] model::Result<nlohmann::json> resume(const Request& request, const Session& session);

/// {"from":NAME,"to":NAME or ""} -> {"primary"}; each step is told as {"step":SENTENCE}
[[nodiscard]] model::Result<nlohmann::json> switchover(const Request& request,
                                                       const Session& session);

/// {} -> {"changed"}
[[nodiscard]] model::Result<nlohmann::json> vip_drop(const Request& request,
                                                     const Session& session);

/// {"reason":WHY} -> {}: this node is stopped, and stays down until a person lets it go
[[nodiscard]] model::Result<nlohmann::json> hold(const Request& request, const Session& session);

/// {} -> {"changed"}: it becomes a standby again when its guard gets to it
[[nodiscard]] model::Result<nlohmann::json> let_go(const Request& request, const Session& session);

/// {"node":NAME} -> {}: the Pgpool-II of this node uses that one again
[[nodiscard]] model::Result<nlohmann::json> attach(const Request& request, const Session& session);

/// {"primary":NAME} -> {}: this node, which is a standby, was restarted and streams from that one
[[nodiscard]] model::Result<nlohmann::json> restart(const Request& request, const Session& session);

/// {} -> {"pending":[PARAMETER ...]}: those that wait for a restart now
[[nodiscard]] model::Result<nlohmann::json> reload(const Request& request, const Session& session);

/// {"files":bool} -> what explains how the node is (observe/evidence_json.hpp), its configuration
/// with it when files are wanted; no secret leaves the node
[[nodiscard]] model::Result<nlohmann::json> evidence(const Request& request,
                                                     const Session& session);

/// {"address":IP} -> the machine's facts (observe/inspection_json.hpp)
[[nodiscard]] model::Result<nlohmann::json> facts(const Request& request, const Session& session);

/// {"mode":"orderly" or "immediate","reason":WHY,"for":OPERATION'S ID} -> {"was_running", and
/// "end_timeline","end_lsn" when it was shut down in order}
[[nodiscard]] model::Result<nlohmann::json> fence(const Request& request, const Session& session);

/// {"lost":NAME,"to":NAME or "","allow_data_loss":bool} -> {"primary","loss"}, the last one null
/// when somebody was primary before
[[nodiscard]] model::Result<nlohmann::json> failover(const Request& request,
                                                     const Session& session);

/// {"primary":NAME,"dry_run":bool,"by_hand":bool} -> {"action","reason","lost_bytes",
/// "lost_transactions"}, the last one null when nobody can tell; of a dry run the first two
[[nodiscard]] model::Result<nlohmann::json> rejoin(const Request& request, const Session& session);

/// {} -> {"changed"}
[[nodiscard]] model::Result<nlohmann::json> unfence(const Request& request, const Session& session);

/// {} -> {"changed"}: the fence is left to the gate, which asks every other node
[[nodiscard]] model::Result<nlohmann::json> release(const Request& request, const Session& session);

/// {"request":{observe/inspect_request.hpp}} -> everything that the node says of itself
[[nodiscard]] model::Result<nlohmann::json> inspect(const Request& request, const Session& session);

/// {"password":SUPERUSER'S} -> {"transaction"}: written through the virtual IP
[[nodiscard]] model::Result<nlohmann::json> probe_write(const Request& request,
                                                        const Session& session);

/// {"transaction":ID} -> {"seen"}: waits for it up to the deadline
[[nodiscard]] model::Result<nlohmann::json> probe_read(const Request& request,
                                                       const Session& session);

/// {} -> {"numbers":[[FROM,TO] ...],"doubled":[N ...]}: what a drill has written, as this node has
/// it
[[nodiscard]] model::Result<nlohmann::json> ledger(const Request& request, const Session& session);

/// {} -> {"samples"}: what this node's server is, twenty times a second until the deadline, told as
/// {"role":"down","standby" or "primary","streams","vip"}; and whenever it has committed something,
/// {"committed":{"took_us","timeline"}}
[[nodiscard]] model::Result<nlohmann::json> watch(const Request& request, const Session& session);

}  // namespace pgmahout::agent
