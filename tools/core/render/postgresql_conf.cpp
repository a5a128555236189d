#include <fmt/core.h>

#include <array>

#include "render/max_connections.hpp"
#include "render/memory.hpp"
#include "render/parameters.hpp"
#include "render/postgresql_parameters.hpp"
#include "render/quote.hpp"
#include "render/subject.hpp"
#include "settings/timers.hpp"

namespace pgmahout::render {

namespace {

// State, or what other parts of the cluster rely on. The reason says what to do instead.
constexpr std::array<OwnedParameter, 29> kPostgresqlOwned{{
    {"port", "set pgmahout_postgresql_port"},
    {"data_directory", "set pgmahout_postgresql_data_directory"},
    {"config_file", "pgmahout decides where the configuration is"},
    {"hba_file", "pgmahout renders it: add rules with pgmahout_postgresql_hba"},
    {"ident_file", "pgmahout renders it"},
    {"external_pid_file", "the service unit depends on it"},
    {"unix_socket_directories", "the tools on the node depend on it"},
    {"cluster_name", "it is the node's name, so that a standby is known by it"},
    {"max_connections", "set pgmahout_max_connections"},
    {"max_wal_senders", "set pgmahout_max_wal_senders"},
    {"max_replication_slots", "set pgmahout_max_replication_slots"},
    {"max_slot_wal_keep_size", "set pgmahout_max_slot_wal_keep_size"},
    {"primary_conninfo", "it is state: who follows whom is decided while the cluster runs"},
    {"primary_slot_name", "it is state: set pgmahout_slot_name for the host"},
    {"synchronous_standby_names",
     "it is state: set pgmahout_synchronous and pgmahout_synchronous_confirmations"},
    {"recovery_target*", "a standby follows its primary without a target"},
    {"promote_trigger_file", "promotion is the work of failover alone"},
    {"archive_mode", "every node archives, so that any of them can be primary"},
    {"hot_standby", "Pgpool-II must be able to ask the standbys"},
    {"restart_after_crash",
     "whether a crashed server may start again is asked first: set pgmahout_restart"},
    {"wal_receiver_status_interval",
     "a standby that reports less often looks lost: set pgmahout_failover_profile"},
    {"wal_log_hints", "pg_rewind needs it, and pgmahout_rejoin relies on that"},
    {"full_page_writes", "pg_rewind needs it"},
    {"password_encryption", "every password of the cluster is for SCRAM"},
    {"allow_alter_system", "failover sets primary_conninfo with ALTER SYSTEM"},
    {"listen_addresses",
     "the other nodes and the local Pgpool-II must reach the server; restrict "
     "access with pgmahout_postgresql_hba and the firewall"},
    {"tcp_user_timeout", "it is derived from pgmahout_failover_profile"},
    {"wal_sender_timeout", "it is derived from pgmahout_failover_profile"},
    {"wal_receiver_timeout", "it is derived from pgmahout_failover_profile"},
}};

std::string megabytes(std::int64_t value) { return fmt::format("{}MB", value); }
std::string milliseconds(std::chrono::milliseconds value) {
  return fmt::format("{}ms", value.count());
}

Section files(const Subject& subject) {
  const auto& [cluster, node, layout] = subject;
  const int major = cluster.postgresql.version.major_number;
  return {.title = "Files and connections",
          .note = "",
          .parameters = {
              {"data_directory", cluster.postgresql.data_directory},
              {"hba_file", layout.postgresql_conf + "/pg_hba.conf"},
              {"ident_file", layout.postgresql_conf + "/pg_ident.conf"},
              {"external_pid_file", fmt::format("{}/{}-main.pid", layout.postgresql_socket, major)},
              {"unix_socket_directories", layout.postgresql_socket},
              {"listen_addresses", "*"},
              {"port", std::to_string(cluster.postgresql.port)},
              {"max_connections", std::to_string(max_connections(cluster))},
              {"cluster_name", node.name},
              {"password_encryption", "scram-sha-256"}}};
}

Section dead_peers(const Subject& subject) {
  const auto timers = settings::timers_of(subject.cluster.failover_profile);
  return {.title = "Dead peers",
          .note = "A peer that vanished without a word is noticed in seconds, not hours.",
          .parameters = {
              {"tcp_keepalives_idle", std::to_string(timers.keepalives_idle.count())},
              {"tcp_keepalives_interval", std::to_string(timers.keepalives_interval.count())},
              {"tcp_keepalives_count", std::to_string(timers.keepalives_count)},
              {"tcp_user_timeout", milliseconds(timers.tcp_user_timeout)},
              {"wal_sender_timeout", milliseconds(timers.wal_sender_timeout)},
              {"wal_receiver_timeout", milliseconds(timers.wal_receiver_timeout)},
              {"wal_receiver_status_interval", "1s"},
              {"wal_retrieve_retry_interval", "1s"}}};
}

Section memory(const Subject& subject) {
  const auto sizes = memory_settings(subject.node.memory_mb, max_connections(subject.cluster));
  return {.title = "Memory",
          .note = subject.node.memory_mb == 0
                      ? std::string("The machine's memory is not known: what fits everywhere.")
                      : fmt::format("For a machine with {} MiB.", subject.node.memory_mb),
          .parameters = {{"shared_buffers", megabytes(sizes.shared_buffers)},
                         {"huge_pages", "try"},
                         {"work_mem", megabytes(sizes.work_mem)},
                         {"maintenance_work_mem", megabytes(sizes.maintenance_work_mem)},
                         {"effective_cache_size", megabytes(sizes.effective_cache_size)},
                         {"wal_buffers", megabytes(sizes.wal_buffers)},
                         {"min_wal_size", megabytes(sizes.min_wal_size)},
                         {"max_wal_size", megabytes(sizes.max_wal_size)}}};
}

Section replication(const Subject& subject) {
  const auto& postgresql = subject.cluster.postgresql;
  return {
      .title = "Replication",
      .note =
          "Any node may become primary, so all have the same. What makes a node a standby\n"
          "(primary_conninfo, primary_slot_name) is state: postgresql.auto.conf. So is\n"
          "synchronous_standby_names: set before standbys stream, it would stop every commit.\n"
          "After a backend's crash the server ends, and whether it may start again as primary\n"
          "is asked first; left on, restart_after_crash would ask nobody.",
      .parameters = {{"wal_level", "replica"},
                     {"hot_standby", "on"},
                     {"wal_log_hints", "on"},
                     {"restart_after_crash", "off"},
                     {"full_page_writes", "on"},
                     {"max_wal_senders", std::to_string(postgresql.max_wal_senders)},
                     {"max_replication_slots", std::to_string(postgresql.max_replication_slots)},
                     {"max_slot_wal_keep_size", postgresql.max_slot_wal_keep_size},
                     {"recovery_target_timeline", "latest"}}};
}

Section archive(const Subject& subject) {
  return {.title = "Archive",
          .note =
              "A restore_command that ends above 125 shuts the standby down, so it ends with 1\n"
              "whatever happens.",
          .parameters = {{"archive_mode", "on"},
                         {"archive_command", archive_script(subject.layout) + " %p %f || exit 1"},
                         {"restore_command", restore_script(subject.layout) + " %f %p || exit 1"}}};
}

Section logging() {
  return {.title = "Log",
          .note = "",
          .parameters = {{"log_destination", "stderr"},
                         {"logging_collector", "off"},
                         {"log_line_prefix", "%m [%p] %q%u@%d/%a "},
                         {"log_checkpoints", "on"},
                         {"log_lock_waits", "on"},
                         {"log_replication_commands", "on"},
                         {"log_autovacuum_min_duration", "10min"},
                         {"log_timezone", "UTC"},
                         {"timezone", "UTC"},
                         {"datestyle", "iso, mdy"}}};
}

// A user's own restore_command keeps the promise that none ends above 125.
model::Parameters tamed(model::Parameters settings) {
  for (auto& [name, value] : settings)
    if (name == "restore_command" && !value.empty() && !value.ends_with("|| exit 1"))
      value = fmt::format("( {} ) || exit 1", value);
  return settings;
}

}  // namespace

Files postgresql_conf(const Subject& subject) {
  const auto& postgresql = subject.cluster.postgresql;
  auto sections = with_settings({files(subject), dead_peers(subject), memory(subject),
                                 replication(subject), archive(subject), logging()},
                                tamed(postgresql.settings),
                                {.table = postgresql_parameters(),
                                 .version = postgresql.version,
                                 .owned = kPostgresqlOwned,
                                 .settings_key = "pgmahout_postgresql_settings",
                                 .dotted_names = true});
  if (!sections) return std::unexpected(sections.error());
  auto content = fill_sections("postgresql.conf", *sections, quote_postgresql);
  if (!content) return std::unexpected(content.error());
  return std::vector{
      RenderedFile{.stage = Stage::postgresql,
                   .destination = subject.layout.postgresql_conf + "/postgresql.conf",
                   .owner = "postgres",
                   .group = "postgres",
                   .mode = "0644",
                   .content = std::move(*content),
                   .on_change = OnChange::reload_postgresql}};
}

}  // namespace pgmahout::render
