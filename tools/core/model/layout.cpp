#include "model/layout.hpp"

namespace pgmahout::model {

namespace {

// Debian: package contents of postgresql-NN, pgpool2 and iputils-arping.
Layout debian(const std::string& major) {
  return {.postgresql_bin = "/usr/lib/postgresql/" + major + "/bin",
          .postgresql_conf = "/etc/postgresql/" + major + "/main",
          .postgresql_service = "postgresql@" + major + "-main",
          .postgresql_socket = "/var/run/postgresql",
          .postgres_home = "/var/lib/postgresql",
          .pgpool_conf = "/etc/pgpool2",
          .pgpool_service = "pgpool2",
          .pgpool_bin = "/usr/sbin",
          .pcp_bin = "/usr/sbin",
          .pgpool_pid_file = "/var/run/postgresql/pgpool.pid",
          .pgpool_log = "/var/log/postgresql",
          .pgpool_conf_group = "postgres",
          .ip_command = "/usr/bin/ip",
          .arping_command = "/usr/bin/arping",
          .ss_command = "/usr/bin/ss",
          .systemctl_command = "/usr/bin/systemctl"};
}

// EL: PGDG's postgresqlNN-server and pgpool.net's pgpool-II-pgNN.
Layout el(const std::string& major) {
  return {.postgresql_bin = "/usr/pgsql-" + major + "/bin",
          .postgresql_conf = "/etc/pgmahout/postgresql",
          .postgresql_service = "postgresql-" + major,
          .postgresql_socket = "/var/run/postgresql",
          .postgres_home = "/var/lib/pgsql",
          .pgpool_conf = "/etc/pgpool-II",
          .pgpool_service = "pgpool",
          .pgpool_bin = "/usr/bin",
          .pcp_bin = "/usr/bin",
          .pgpool_pid_file = "/var/run/pgpool/pgpool.pid",
          .pgpool_log = "/var/log/pgpool",
          .pgpool_conf_group = "postgres",
          .ip_command = "/usr/sbin/ip",
          .arping_command = "/usr/sbin/arping",
          .ss_command = "/usr/sbin/ss",
          .systemctl_command = "/usr/bin/systemctl"};
}

}  // namespace

Layout layout_of(const Cluster& cluster, const Node& node) {
  const std::string major = std::to_string(cluster.postgresql.version.major_number);
  return node.os_family == OsFamily::debian ? debian(major) : el(major);
}

}  // namespace pgmahout::model
