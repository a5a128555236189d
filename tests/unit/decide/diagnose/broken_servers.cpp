#include "breaks.hpp"

using namespace pgmahout;

namespace {

constexpr std::int64_t kGiB = std::int64_t{1} << 30U;

model::Error no_answer_in_time() {
  return {.kind = model::ErrorKind::no_answer, .what = "it did not answer in time"};
}

// Why a server does not start, by what its log says.
Broken start_broken(const std::string& id, const std::string& line) {
  return {id,
          "n1",
          [line](Diagnosed& told) {
            told.end(1);
            told.log(1,
                     "2026-03-01 11:00:00.000 UTC [1] LOG:  database system is ready to accept "
                     "read-only connections");
            told.log(1, "2026-03-01 11:59:00.000 UTC [7] " + line);
          },
          {"server.stopped"}};
}

}  // namespace

std::vector<Broken> broken_servers() {
  return {
      {"disk.full", "n0",
       [](Diagnosed& told) {
         told.known(0).disks = {{"data", "/data1", 100 * kGiB, kGiB}};
       }},
      {"disk.nearly_full", "n0",
       [](Diagnosed& told) {
         told.known(0).disks = {{"log", "/var/log", 100 * kGiB, kGiB}};
       }},
      {"host.silent", "n2", [](Diagnosed& told) { told.darken(2); }},
      {"crash.out_of_memory", "n1",
       [](Diagnosed& told) {
         told.known(1).unit_ends = {{"postgresql@15-main", "oom-kill"}};
       }},
      {"crash.killed", "n1",
       [](Diagnosed& told) {
         told.log(1,
                  "2026-03-01 11:59:00.000 UTC [7] LOG:  server process (PID 8) was terminated "
                  "by signal 9: Killed");
       }},
      {"crash.signal", "n1",
       [](Diagnosed& told) {
         told.log(1,
                  "2026-03-01 11:59:00.000 UTC [7] LOG:  server process (PID 8) was terminated "
                  "by signal 11: Segmentation fault");
       }},
      {"server.config_broken",
       "n1",
       [](Diagnosed& told) {
         told.end(1);
         told.known(1).config_errors = {"FATAL:  configuration file contains errors"};
       },
       {"server.stopped"}},
      start_broken("server.config_broken", "FATAL:  F0000 die Konfigurationsdatei enthaelt Fehler"),
      start_broken("server.disk_full",
                   "FATAL:  could not write lock file: No space left on device"),
      start_broken("server.port_taken", "LOG:  could not bind IPv4 address \"0.0.0.0\""),
      start_broken("server.memory", "FATAL:  could not map anonymous shared memory: ..."),
      start_broken("server.rights", "FATAL:  data directory has invalid permissions"),
      start_broken("server.wal_missing", "PANIC:  could not locate a valid checkpoint record"),
      start_broken("server.wrong_version", "FATAL:  database files are incompatible with server"),
      start_broken("server.corrupt", "PANIC:  btree is torn"),
      start_broken("replication.parameters",
                   "FATAL:  recovery aborted because of insufficient parameter settings"),
      {"replication.parameters",
       "n1",
       [](Diagnosed& told) {
         told.server(1).replay_paused = true;
         told.log(1,
                  "WARNING:  hot standby is not possible because of insufficient parameter "
                  "settings");
       },
       {"replication.paused"}},
      {"server.start_failed",
       "n1",
       [](Diagnosed& told) {
         told.end(1);
         told.known(1).unit_ends = {{"postgresql@15-main", "exit-code"}};
         told.log(1, "something else");
       },
       {"server.stopped"}},
      {"server.stopped", "n1", [](Diagnosed& told) { told.end(1); }},
      {"server.silent", "n1",
       [](Diagnosed& told) { told.node(1).server = std::unexpected(no_answer_in_time()); }},
      {"node.held", "n1",
       [](Diagnosed& told) {
         told.end(1);
         told.node(1).fence = model::Fence{.reason = "a new disk", .held = true};
       }},
      {"node.fenced", "n1",
       [](Diagnosed& told) {
         told.end(1);
         told.node(1).fence = model::Fence{.reason = "replaced"};
       }},
      {"primary.cut_off",
       "n0",
       [](Diagnosed& told) {
         told.stop(0);
         told.node(0).fence = model::Fence{.reason = "nobody hears it", .isolated = true};
       },
       {"node.fenced", "primary.none"}},
      {"primary.two", "",
       [](Diagnosed& told) {
         told.forget(1);
         told.server(1).state = *observed::primary(1, observed::history(1)).server;
         for (const int id : {0, 2}) {
           told.server(id).state.timeline = {2};
           told.server(id).state.history = observed::history(2, {{1, 500}});
         }
       }},
      {"primary.unreachable",
       "n0",
       [](Diagnosed& told) { told.darken(0); },
       {"host.silent", "primary.none", "vip.nowhere"}},
      {"primary.stopped",
       "n0",
       [](Diagnosed& told) { told.stop(0); },
       {"primary.none", "server.stopped"}},
      {"primary.hangs",
       "n0",
       [](Diagnosed& told) { told.node(0).server = std::unexpected(no_answer_in_time()); },
       {"primary.none", "server.silent"}},
      {"primary.none", "", [](Diagnosed& told) { told.server(0).state = told.server(1).state; }},
  };
}
