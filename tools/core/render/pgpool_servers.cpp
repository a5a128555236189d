#include <fmt/core.h>

#include "render/pgpool_sections.hpp"
#include "render/pgpool_versions.hpp"
#include "settings/timers.hpp"

namespace pgmahout::render {

namespace {

std::string seconds(std::chrono::seconds value) { return std::to_string(value.count()); }

std::vector<Parameter> mode(const model::Version& version) {
  if (version < k42) return {{"master_slave_mode", "on"}, {"master_slave_sub_mode", "stream"}};
  return {{"backend_clustering_mode", "streaming_replication"}};
}

void append(std::vector<Parameter>& to, std::vector<Parameter> more) {
  for (auto& parameter : more) to.push_back(std::move(parameter));
}

}  // namespace

Section pgpool_connections(const Subject& subject) {
  const auto& pgpool = subject.cluster.pgpool;
  const std::string& socket = subject.layout.postgresql_socket;
  Section section{.title = "Files and connections", .note = "", .parameters = mode(pgpool.version)};
  append(section.parameters,
         {{"listen_addresses", "*"},
          {"port", std::to_string(pgpool.port)},
          {pgpool.version < k44 ? "socket_dir" : "unix_socket_directories", socket},
          {"pcp_listen_addresses", "*"},
          {"pcp_port", std::to_string(pgpool.pcp_port)},
          {"pcp_socket_dir", socket},
          {"pid_file_name", subject.layout.pgpool_pid_file},
          {pgpool.version < k47 ? "logdir" : "work_dir", subject.layout.pgpool_log},
          {"enable_pool_hba", "on"},
          {"pool_passwd", "pool_passwd"},
          {"allow_clear_text_frontend_auth", "off"}});
  return section;
}

Section pgpool_backends(const Subject& subject) {
  Section section{.title = "PostgreSQL servers",
                  .note = "Addresses exactly as in primary_conninfo: Pgpool-II compares the texts.",
                  .parameters = {}};
  for (const auto& node : subject.cluster.nodes) {
    const std::string id = std::to_string(node.id);
    append(section.parameters,
           {{"backend_hostname" + id, node.address},
            {"backend_port" + id, std::to_string(subject.cluster.postgresql.port)},
            {"backend_weight" + id, fmt::format("{:g}", node.backend_weight)},
            {"backend_data_directory" + id, subject.cluster.postgresql.data_directory},
            {"backend_flag" + id, "ALLOW_TO_FAILOVER"},
            {"backend_application_name" + id, node.name}});
  }
  return section;
}

Section pgpool_pools(const Subject& subject) {
  const auto& pgpool = subject.cluster.pgpool;
  return {.title = "Pools and load balancing",
          .note = "",
          .parameters = {{"num_init_children", std::to_string(pgpool.num_init_children)},
                         {"max_pool", std::to_string(pgpool.max_pool)},
                         {"load_balance_mode", "on"},
                         {"delay_threshold", "10000000"}}};
}

Section pgpool_checks(const Subject& subject) {
  const auto timers = settings::timers_of(subject.cluster.failover_profile);
  const std::string& user = subject.cluster.pgpool.user;
  return {
      .title = "Health and replication checks",
      .note = "The empty passwords are looked up in pool_passwd.",
      .parameters = {{"health_check_period", seconds(timers.health_check_period)},
                     {"health_check_timeout", seconds(timers.health_check_timeout)},
                     {"health_check_user", user},
                     {"health_check_password", ""},
                     {"health_check_database", "postgres"},
                     {"health_check_max_retries", std::to_string(timers.health_check_max_retries)},
                     {"health_check_retry_delay", seconds(timers.health_check_retry_delay)},
                     {"connect_timeout", std::to_string(timers.connect_timeout.count())},
                     {"sr_check_period", seconds(timers.sr_check_period)},
                     {"sr_check_user", user},
                     {"sr_check_password", ""},
                     {"sr_check_database", "postgres"}}};
}

Section pgpool_recovery(const Subject& subject) {
  const auto& [cluster, node, layout] = subject;
  Section section{.title = "Online recovery",
                  .note = "The script is in the data directory of whoever is primary.",
                  .parameters = {{"recovery_user", cluster.postgresql.superuser},
                                 {"recovery_password", ""},
                                 {"recovery_1st_stage_command", "recovery_1st_stage"},
                                 {"recovery_2nd_stage_command", ""},
                                 // A base backup of hundreds of gigabytes takes hours.
                                 {"recovery_timeout", "86400"}}};
  if (cluster.pgpool.version >= k47)
    section.parameters.push_back({"recovery_database", "postgres"});
  return section;
}

Section pgpool_log(const Subject& subject) {
  Section section{.title = "Log",
                  .note = "To the journal, by way of stderr.",
                  .parameters = {{"log_destination", "stderr"},
                                 {"log_line_prefix", "%t: pid %p: "},
                                 {"log_connections", "off"},
                                 {"log_hostname", "off"}}};
  if (subject.cluster.pgpool.version >= k42)
    section.parameters.push_back({"logging_collector", "off"});
  return section;
}

}  // namespace pgmahout::render
