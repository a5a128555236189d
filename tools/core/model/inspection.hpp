#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/cluster.hpp"
#include "model/error.hpp"

namespace pgmahout::model {

/// What a machine says of itself and the inventory need not say.
struct Facts {
  OsFamily os_family = OsFamily::debian;
  std::string os_version;
  std::int64_t memory_mb = 0;
  std::string interface;  ///< the network device that holds the node's address; empty: none does
  std::vector<std::string> ssh_host_keys;  ///< "ssh-ed25519 AAAA...", without comment
};

/// One row of pg_stat_replication.
struct ReplicationRow {
  std::string application_name;
  std::string state;  ///< startup, catchup, streaming, backup, stopping
  std::string sync_state;
  std::optional<std::int64_t> replay_lag_bytes;  ///< WAL written here and not yet replayed there
};

/// One row of pg_replication_slots.
struct SlotRow {
  std::string name;
  bool physical = true;
  bool active = false;
  bool temporary = false;
  std::string wal_status;  ///< reserved, extended, unreserved, lost; empty: keeps no WAL
};

/// One row of pg_settings.
struct LiveParameter {
  std::string value;  ///< pg_settings.setting, in multiples of unit
  std::string unit;   ///< "8kB", "ms", ...; empty: none
  std::string type;   ///< bool, integer, real, string, enum
  std::string source;
  std::string source_file;
  bool pending_restart = false;
};

/// pg_stat_archiver and archive_mode.
struct ArchiverState {
  std::string mode;  ///< off, on, always
  std::int64_t archived = 0;
  std::int64_t failed = 0;
  bool failing = false;  ///< the last try of all failed
  std::string last_failed_wal;
};

/// What PostgreSQL on one node says.
struct PostgresqlState {
  bool in_recovery = false;
  std::string server_version;  ///< "15.8"
  int version_number = 0;      ///< 150008
  std::string system_identifier;
  std::uint32_t timeline = 0;  ///< that it writes, or receives; 0: a standby that receives nothing
  bool data_checksums = false;
  std::vector<ReplicationRow> replication;
  std::vector<SlotRow> slots;
  std::map<std::string, LiveParameter> parameters;
  std::vector<std::string> auto_parameters;         ///< names in postgresql.auto.conf
  std::vector<std::string> config_errors;           ///< of pg_file_settings, pg_hba_file_rules
  std::map<std::string, std::string> role_methods;  ///< role: scram-sha-256, md5, none
  ArchiverState archiver;
};

/// One row of "show pool_nodes".
struct BackendRow {
  int id = -1;
  std::string host;
  std::string status;  ///< up, down, waiting, quarantine, unused
  std::string role;
  std::string live_status;  ///< pg_status, from 4.3 on; empty before
  std::string live_role;    ///< pg_role, from 4.3 on; empty before
  std::string replication_state;
};

/// What Pgpool-II on one node says.
struct PgpoolState {
  std::string version;                            ///< "4.3.5"
  std::map<std::string, std::string> parameters;  ///< PGPOOL SHOW ALL
  std::vector<BackendRow> backends;
};

/// One member of the watchdog cluster as one Pgpool-II sees it.
struct WatchdogMember {
  std::string host;
  std::string status;      ///< LEADER, STANDBY, LOST, SHUTDOWN, DEAD, ...
  std::string membership;  ///< MEMBER or what removed it
};

/// The watchdog cluster as the Pgpool-II of one node sees it.
struct WatchdogState {
  std::string quorum;  ///< QUORUM EXIST, QUORUM IS ON THE EDGE, QUORUM ABSENT, NO LEADER NODE
  bool escalated = false;
  std::string leader_host;
  std::vector<WatchdogMember> members;
};

/// What the kernel of one node knows of heartbeats; docs/verify.md says how it is measured.
struct HeartbeatState {
  std::vector<std::string> bound_to;  ///< local addresses of UDP sockets on the heartbeat port
  int receivers = 0;                  ///< heartbeat receiver processes
  double seconds = 0;                 ///< how long it was listened
  std::int64_t heard = 0;             ///< datagrams that arrived in that time
};

struct UnitState {
  std::string name;
  std::string active;        ///< systemctl is-active
  std::string enabled;       ///< systemctl is-enabled
  std::string before_start;  ///< ExecStartPre as systemd has read it, one command a line
};

/// A file on a node, or the lack of it. Of a file in a folder that the agent may not enter only
/// the path is known, and it counts as present.
struct FileState {
  std::string path;
  bool present = false;
  std::string owner;
  std::string group;
  std::string mode;    ///< "0640"; empty: not known
  std::string sha256;  ///< hexadecimal; empty: the agent may not read it
};

enum class LoginKind : std::uint8_t {
  vip,             ///< through the virtual IP and Pgpool-II
  replication,     ///< straight to PostgreSQL of `target`, physical replication
  wrong_password,  ///< through the virtual IP with a password that is not the user's
};

/// How one try to log in ended.
struct LoginState {
  LoginKind kind = LoginKind::vip;
  std::string user;
  std::string target;  ///< address
  bool accepted = false;
  bool password_asked = false;  ///< false with accepted: let in without a password
  std::string failure;          ///< the server's or libpq's words; empty when accepted
};

/// The error of an answer that nobody asked for.
[[nodiscard]] Error not_asked();

/// Everything that one node says. A part that could not be asked holds the reason.
struct NodeInspection {
  std::string agent_version;
  Facts facts;
  std::vector<std::string> addresses;         ///< every IP address that the node holds now
  std::string pgpool_node_id;                 ///< content of that file; empty: no such file
  std::string fenced;                         ///< why the node is fenced; empty: it is not
  std::map<std::string, std::string> kernel;  ///< sysctl's name: the kernel's value now
  std::vector<std::int64_t> groups;           ///< numbers of the groups of the OS user postgres
  std::vector<UnitState> units;
  std::vector<FileState> files;  ///< of the expectation and the layout, our executables
  std::map<std::string, std::string> pool_passwords;  ///< user: AES, TEXT, md5, other
  HeartbeatState heartbeat;
  std::vector<LoginState> logins;
  Result<PostgresqlState> postgresql = std::unexpected(not_asked());
  Result<PgpoolState> pgpool = std::unexpected(not_asked());
  Result<WatchdogState> watchdog = std::unexpected(not_asked());
};

/// A transaction written through the virtual IP, and which standbys have replayed it.
struct WriteProbe {
  std::string transaction;                   ///< its full transaction id
  std::map<std::string, Result<bool>> seen;  ///< node: whether it is committed there
};

/// What every node said, at one moment. It is not changed after it was made.
struct Inspection {
  std::map<std::string, Result<NodeInspection>> nodes;  ///< by name
  Result<WriteProbe> write = std::unexpected(not_asked());
};

}  // namespace pgmahout::model
