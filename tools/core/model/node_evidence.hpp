#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/error.hpp"
#include "model/inspection.hpp"

namespace pgmahout::model {

/// How full the filesystem of one directory is.
struct DiskSpace {
  std::string name;  ///< data, pg_wal, archive, log, state
  std::string path;
  std::int64_t total_bytes = 0;
  std::int64_t free_bytes = 0;  ///< for those who are not root
};

/// The last lines of a log, the oldest first. It holds no secret.
struct LogTail {
  std::string source;  ///< the file, or "journal"
  std::vector<std::string> lines;
};

/// How systemd says that a unit ended last.
struct UnitEnd {
  std::string name;
  std::string result;  ///< success, exit-code, signal, oom-kill, start-limit-hit, ...
};

/// What a running server says beyond its report: why it does not stream, archive or apply.
struct ServerEvidence {
  std::string receiver;        ///< status of the WAL receiver; empty: none runs
  std::string sender_host;     ///< whom it receives from
  std::int64_t conflicts = 0;  ///< queries that the replay has cancelled
  ArchiverState archiver;
};

/// What one node knows that explains how it is. A part that could not be had holds the reason.
struct NodeEvidence {
  std::string at;  ///< its wall clock when it was asked, "2026-03-01T12:00:00.123Z"
  std::int64_t uptime_seconds = 0;
  std::int64_t load_percent = 0;         ///< of the last minute: 100 is one process that runs
  std::optional<std::int64_t> oom_kills; /**< since the machine booted; nothing: the kernel does not
                                              tell */
  std::vector<DiskSpace> disks;
  std::vector<UnitEnd> unit_ends;
  std::string control;                     ///< what pg_controldata says, of a server that is down
  std::vector<std::string> config_errors;  ///< why a server that is down cannot read its files
  std::string refusal;                     ///< why a failover was refused last; empty: none was
  Result<ServerEvidence> server = std::unexpected(not_asked());
  Result<LogTail> log = std::unexpected(not_asked());      ///< PostgreSQL's
  Result<LogTail> journal = std::unexpected(not_asked());  ///< of the units and the kernel
  std::map<std::string, std::string> files;  ///< configuration by path, only when it was asked for
};

/// What every node said, by id.
struct Evidences {
  std::vector<Result<NodeEvidence>> nodes;
};

}  // namespace pgmahout::model
