#include "breaks.hpp"

using namespace pgmahout;

namespace {

// Why a standby receives nothing, by what its log says.
Broken stream_broken(const std::string& id, const std::string& line) {
  return {id, "n1", [line](Diagnosed& told) {
            told.cut(1);
            told.log(1, "2026-03-01 11:00:00 UTC [5] LOG:  started streaming WAL from primary");
            told.log(1, "2026-03-01 11:59:00 UTC [7] FATAL:  " + line);
          }};
}

}  // namespace

std::vector<Broken> broken_replication() {
  return {
      {"slot.missing", "n1",
       [](Diagnosed& told) { told.server(0).slots.erase(told.server(0).slots.begin()); }},
      {"slot.lost", "n1", [](Diagnosed& told) { told.server(0).slots[0].wal_status = "lost"; }},
      {"slot.at_risk", "n1",
       [](Diagnosed& told) { told.server(0).slots[0].wal_status = "unreserved"; }},
      {"slot.at_risk",
       "n1",
       [](Diagnosed& told) {
         told.server(0).slots[0].retained_bytes = std::int64_t{9} << 30U;
         told.server(0).slots[0].active = false;
       },
       {"slot.inactive"}},
      {"slot.inactive", "n1", [](Diagnosed& told) { told.server(0).slots[0].active = false; }},
      {"replication.frozen", "n1",
       [](Diagnosed& told) {
         told.cut(1);
         told.server(1).state.frozen = true;
       }},
      {"replication.follows_other", "n1",
       [](Diagnosed& told) {
         told.cut(1);
         told.server(1).state.follows = "n2";
       }},
      stream_broken("replication.diverged",
                    "highest timeline 1 of the primary is behind recovery timeline 2"),
      stream_broken("replication.slot_gone",
                    "could not start WAL streaming: ERROR:  replication slot \"slot1\" does not "
                    "exist"),
      stream_broken("replication.wal_removed",
                    "requested WAL segment 000000010000000000000003 has already been removed"),
      stream_broken("replication.other_cluster",
                    "database system identifier differs between the primary and standby"),
      stream_broken("replication.password",
                    "could not connect to the primary server: FATAL:  password authentication "
                    "failed for user \"repl\""),
      stream_broken("replication.hba",
                    "could not connect to the primary server: FATAL:  no pg_hba.conf entry for "
                    "replication connection"),
      stream_broken("replication.no_sender_left",
                    "number of requested standby connections exceeds max_wal_senders"),
      stream_broken("replication.network",
                    "could not connect to the primary server: No route to host"),
      stream_broken("replication.network", "08006 konnte nicht mit dem Primaerserver verbinden"),
      {"replication.no_receiver", "n1",
       [](Diagnosed& told) {
         told.cut(1);
         told.known(1).server->receiver.clear();
       }},
      {"replication.stopped", "n1", [](Diagnosed& told) { told.cut(1); }},
      {"replication.paused", "n1", [](Diagnosed& told) { told.server(1).replay_paused = true; }},
      {"replication.behind", "n1",
       [](Diagnosed& told) { told.server(0).standbys[0].lag_bytes = std::int64_t{1} << 30U; }},
      {"replication.conflict",
       "n1",
       [](Diagnosed& told) {
         told.server(0).standbys[0].lag_bytes = std::int64_t{1} << 30U;
         told.log(1, "LOG:  recovery still waiting after 1000 ms: recovery conflict on snapshot");
       },
       {"replication.behind"}},
      {"commits.no_such_standby", "n0",
       [](Diagnosed& told) {
         told.server(0).synchronous_names = "ANY 1 (x, y)";
         for (auto& row : told.server(0).standbys) row.sync_state = "async";
       }},
      {"commits.too_few_standbys", "n0",
       [](Diagnosed& told) {
         for (auto& row : told.server(0).standbys) row.sync_state = "async";
       }},
      {"synchronous.off", "n0", [](Diagnosed& told) { told.server(0).synchronous_names.clear(); }},
      {"archive.failing", "n0",
       [](Diagnosed& told) {
         told.known(0).server->archiver = {
             .mode = "on", .failed = 3, .failing = true, .last_failed_wal = "0001"};
       }},
  };
}
