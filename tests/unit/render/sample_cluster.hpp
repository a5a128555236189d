#pragma once

#include <string>

#include "model/cluster.hpp"

namespace pgmahout::test {

/// A password with every character that some format minds.
inline const std::string kNastyPassword = R"(a:b\c'd"e f%g$h#i`j{{k}}&<l>;Ж€)";

/// Three nodes on Debian 12 with PostgreSQL 15 and Pgpool-II 4.3: what the reference inventory
/// says.
inline model::Cluster sample_cluster(int nodes = 3) {
  model::Cluster cluster;
  cluster.name = "pgmahout";
  cluster.vip = "10.0.0.180";
  cluster.network = "10.0.0.0/24";
  cluster.network_prefix = 24;
  cluster.postgresql.data_directory = "/data1/pgsql/15/data";
  cluster.postgresql.archive_directory = "/data1/pgsql/15/archive";
  cluster.postgresql.superuser_password = model::Secret("super secret");
  cluster.postgresql.replication_password = model::Secret("replication secret");
  cluster.pgpool.password = model::Secret("pool secret");
  cluster.pgpool.pcp_password = model::Secret("pcp secret");
  cluster.pgpool.watchdog_key = model::Secret("watchdog0key");
  cluster.pgpool.password_key = model::Secret("the key of the passwords");
  for (int id = 0; id < nodes; ++id) {
    const std::string number = std::to_string(id + 1);
    model::Node node;
    node.name = "postgres" + number;
    node.id = id;
    node.watchdog_priority = 128 - id;
    node.address = "10.0.0." + std::to_string(181 + id);
    node.initial_primary = id == 0;
    node.slot_name = "postgres" + number;
    node.ssh_host = node.address;
    node.os_version = "12";
    node.memory_mb = 1987;
    node.interface = "host0";
    node.ssh_host_keys = {"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + number};
    cluster.nodes.push_back(node);
  }
  return cluster;
}

}  // namespace pgmahout::test
