#pragma once

#include <string>

#include "model/cluster.hpp"

namespace pgmahout::model {

/// Where things are on a node: what packaging decides. Debian's postgresql-common keeps the
/// configuration outside the data directory; elsewhere we do the same with a directory of our own,
/// because pg_rewind and pg_basebackup copy whatever lies in the data directory.
struct Layout {
  std::string postgresql_bin;      ///< directory of postgres, pg_basebackup, pg_rewind
  std::string postgresql_conf;     ///< directory of postgresql.conf and pg_hba.conf
  std::string postgresql_service;  ///< systemd unit without ".service"
  std::string postgresql_socket;   ///< directory of the Unix-domain socket
  std::string postgres_home;       ///< home of the OS user postgres: .pgpass, .ssh
  std::string pgpool_conf;         ///< directory of pgpool.conf
  std::string pgpool_service;      ///< systemd unit without ".service"
  std::string pgpool_bin;          ///< directory of pgpool itself
  std::string pcp_bin;             ///< directory of pcp_attach_node and friends
  std::string pgpool_pid_file;
  std::string pgpool_log;                         ///< directory of logs and of pgpool_status
  std::string pgpool_conf_group;                  ///< group that may read pgpool's files
  std::string libexec = "/usr/libexec/pgmahout";  ///< our executables
  std::string etc = "/etc/pgmahout";              ///< our configuration on the node
  std::string state = "/var/lib/pgmahout";        ///< what the node must know after a crash
  std::string guard_service = "pgmahout-guard";   ///< systemd unit without ".service"
  std::string heal_service = "pgmahout-heal";     ///< the same
  std::string network_conf = "/etc/sysctl.d/61-pgmahout-network.conf";  ///< for the kernel
  std::string linger = "/var/lib/systemd/linger/postgres";  ///< there: the user's services stay
  std::string ip_command;                                   ///< absolute path of ip(8)
  std::string arping_command;                               ///< absolute path of arping(8)
  std::string ss_command;                                   ///< absolute path of ss(8)
  std::string systemctl_command;                            ///< absolute path of systemctl(1)
};

/// The layout of that node under that cluster's versions.
[[nodiscard]] Layout layout_of(const Cluster& cluster, const Node& node);

}  // namespace pgmahout::model
