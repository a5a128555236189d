#pragma once

#include <string>
#include <vector>

#include "model/cluster.hpp"
#include "model/error.hpp"
#include "model/layout.hpp"
#include "render/render.hpp"

// What the builders of single files share. Each returns the content or the finished files of one
// topic for the subject.
namespace pgmahout::render {

/// For whom is rendered.
struct Subject {
  const model::Cluster& cluster;
  const model::Node& node;
  const model::Layout& layout;
};

/// What a builder gives.
using Files = model::Result<std::vector<RenderedFile>>;

/// Where the rendered helper scripts are on the node.
[[nodiscard]] std::string archive_script(const model::Layout& layout);
[[nodiscard]] std::string restore_script(const model::Layout& layout);

/// True for an IPv6 address or network.
[[nodiscard]] bool is_ipv6(const std::string& address);

/// The address as a network of one: with /32 or /128.
[[nodiscard]] std::string host_network(const std::string& address);

/// The device that carries the VIP on the subject's node, or why it is not known.
[[nodiscard]] model::Result<std::string> vip_interface(const Subject& subject);

/// postgresql.conf
[[nodiscard]] Files postgresql_conf(const Subject& subject);
/// pg_hba.conf and pg_ident.conf
[[nodiscard]] Files pg_hba(const Subject& subject);
/// Debian's start.conf, environment and pg_ctl.conf
[[nodiscard]] Files postgresql_service(const Subject& subject);
/// What archive_command and restore_command run
[[nodiscard]] Files wal_scripts(const Subject& subject);
/// .pgpass and .pcppass of the OS user postgres
[[nodiscard]] Files password_files(const Subject& subject);
/// known_hosts of the OS user postgres
[[nodiscard]] Files known_hosts(const Subject& subject);
/// sudoers.d/pgmahout
[[nodiscard]] Files sudoers(const Subject& subject);
/// The kernel's parameters of the network, in sysctl.d
[[nodiscard]] Files network_conf(const Subject& subject);
/// systemd drop-ins, and the units of our own services
[[nodiscard]] Files systemd(const Subject& subject);
/// The nodes' own description of the cluster
[[nodiscard]] Files description(const Subject& subject);
/// pgpool.conf, its restart-only part, pgpool_node_id
[[nodiscard]] Files pgpool_conf(const Subject& subject);
/// pool_hba.conf
[[nodiscard]] Files pool_hba(const Subject& subject);
/// pool_passwd and .pgpoolkey
[[nodiscard]] Files pool_passwd(const Subject& subject);
/// pcp.conf
[[nodiscard]] Files pcp_conf(const Subject& subject);
/// recovery_1st_stage and pgpool_remote_start in the data directory
[[nodiscard]] Files recovery_scripts(const Subject& subject);

}  // namespace pgmahout::render
