#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/replication.hpp"
#include "model/secret.hpp"
#include "model/version.hpp"

namespace pgmahout::model {

/// Names and values of configuration parameters as the user wrote them, unquoted.
using Parameters = std::map<std::string, std::string>;

/// Which packaging conventions a node follows (paths, service and package names; see layout.hpp).
enum class OsFamily : std::uint8_t { debian, el };

/// Where the server's packages come from.
enum class Repository : std::uint8_t { pgdg, distribution, none };

/// From which every timer of Pgpool-II, libpq and the executables is derived.
enum class FailoverProfile : std::uint8_t { fast, balanced, safe };

/// How a node whose data went another way than the primary's comes back without a person.
enum class Rejoin : std::uint8_t {
  rewind,  ///< pg_rewind, or not at all
  clone,   ///< pg_rewind; where that cannot work, copied afresh
  manual,  ///< not at all
};

/// The guard's timers where the user wants others than the profile's. In milliseconds; 0: the
/// profile's. What they are is said at settings::Timers.
struct GuardTimers {
  int fence_after_ms = 0;
  int stop_bound_ms = 0;
  int promotion_wait_ms = 0;

  bool operator==(const GuardTimers&) const = default;
};

/// What is known of one machine; the part behind "facts" is asked of the machine, not configured.
struct Node {
  std::string name;              ///< inventory host name; also application_name and cluster_name
  int id = 0;                    ///< Pgpool-II backend and watchdog id, dense from 0
  std::string address;           ///< IPv4 or IPv6 address of the node in the cluster's network
  bool initial_primary = false;  ///< who is primary when the cluster is first made; never later
  std::string slot_name;         ///< its physical replication slot on whoever is primary
  double backend_weight = 1.0;
  int watchdog_priority = 1;

  std::string ssh_host;  ///< where the controller reaches it (ansible_host)
  std::uint16_t ssh_port = 22;
  std::string ssh_user;              ///< empty: the user who runs the command
  std::string ssh_private_key_file;  ///< empty: the agent and the default keys
  Secret ssh_password;               ///< ansible_password; empty: keys only

  OsFamily os_family = OsFamily::debian;
  std::string os_version;      ///< facts: "12" of Debian 12; empty: unknown
  std::int64_t memory_mb = 0;  ///< facts: MiB of memory; 0: unknown
  std::string interface;       ///< facts: the network device that holds address; empty: unknown
  std::vector<std::string> ssh_host_keys;  ///< facts: "ssh-ed25519 AAAA..." lines without a host
};

/// One line of pg_hba.conf or pool_hba.conf.
struct HbaRule {
  std::string type;  ///< local, host, hostssl, hostnossl
  std::string database;
  std::string user;
  std::string address;  ///< empty for local
  std::string method;
  std::string options;
};

/// A login role that the user wants, beside the three of the cluster itself.
struct DatabaseUser {
  std::string name;
  Secret password;
  std::vector<std::string> attributes;  ///< e.g. CREATEDB; LOGIN is implied
  std::vector<std::string> groups;      ///< roles that it is a member of
};

struct Database {
  std::string name;
  std::string owner;  ///< empty: the superuser
};

struct Extension {
  std::string name;
  std::string database;
};

/// PostgreSQL on every node: the nodes differ only in what Node says.
struct Postgresql {
  Version version{15, 0, 0};
  std::uint16_t port = 5432;
  std::string data_directory;
  std::string archive_directory;
  std::string superuser = "postgres";
  Secret superuser_password;
  std::string replication_user = "repl";
  Secret replication_password;
  int max_connections = 0;
  int max_wal_senders = 10;
  int max_replication_slots = 10;
  std::string max_slot_wal_keep_size = "10GB";
  Parameters settings;             ///< the user's own, they win over ours
  std::vector<HbaRule> hba_rules;  ///< the user's own, after ours
  std::vector<DatabaseUser> users;
  std::vector<Database> databases;
  std::vector<Extension> extensions;
};

/// Pgpool-II on every node.
struct Pgpool {
  Version version{4, 3, 0};
  std::uint16_t port = 9999;
  std::uint16_t pcp_port = 9898;
  std::uint16_t watchdog_port = 9000;
  std::uint16_t heartbeat_port = 9694;
  std::string user = "pgpool";  ///< health checks, replication checks and PCP
  Secret password;
  Secret pcp_password;
  Secret watchdog_key;  ///< wd_authkey
  Secret password_key;  ///< what .pgpoolkey holds: encrypts the AES entries of pool_passwd
  int num_init_children = 32;
  int max_pool = 2;
  Parameters settings;             ///< the user's own, they win over ours
  std::vector<HbaRule> hba_rules;  ///< the user's own of pool_hba.conf, after ours
};

/// Everything that the inventory says, with every default filled in and every rule checked.
struct Cluster {
  std::string name;
  std::string vip;
  std::string network;        ///< CIDR; the nodes' addresses and the VIP lie in it
  int network_prefix = 0;     ///< the number behind the slash of network
  std::string vip_interface;  ///< on every node; empty: each node's own Node::interface
  FailoverProfile failover_profile = FailoverProfile::balanced;
  Repository repository = Repository::pgdg;
  std::string firewall = "auto";
  std::string known_hosts_file;  ///< pinned host keys that the controller trusts
  Replication replication;
  bool restart_first = true;  ///< a crashed PostgreSQL is restarted before anybody is promoted
  Rejoin rejoin = Rejoin::clone;
  GuardTimers guard_timers;
  Postgresql postgresql;
  Pgpool pgpool;
  std::vector<Node> nodes;  ///< by id

  /// The node of that name, or null.
  [[nodiscard]] const Node* find(const std::string& node_name) const;
  /// The node that is primary when the cluster is first made.
  [[nodiscard]] const Node& initial_primary() const;
};

}  // namespace pgmahout::model
