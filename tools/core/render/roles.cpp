#include "render/roles.hpp"

namespace pgmahout::render {

std::vector<model::DatabaseUser> roles_of(const model::Cluster& cluster) {
  const auto& postgresql = cluster.postgresql;
  std::vector<model::DatabaseUser> roles{
      {postgresql.superuser, postgresql.superuser_password, {"SUPERUSER"}, {}},
      {postgresql.replication_user, postgresql.replication_password, {"REPLICATION"}, {}},
      // pg_monitor: without it pg_stat_replication shows Pgpool-II no state and no lag.
      {cluster.pgpool.user, cluster.pgpool.password, {}, {"pg_monitor"}}};
  roles.insert(roles.end(), postgresql.users.begin(), postgresql.users.end());
  return roles;
}

std::vector<model::Database> databases_of(const model::Cluster& cluster) {
  auto databases = cluster.postgresql.databases;
  for (auto& database : databases)
    if (database.owner.empty()) database.owner = cluster.postgresql.superuser;
  return databases;
}

std::vector<model::Extension> extensions_of(const model::Cluster& cluster) {
  // Pgpool-II before 4.7 logs in to template1 for online recovery, later to recovery_database.
  const bool in_template1 = cluster.pgpool.version < model::Version{4, 7, 0};
  std::vector<model::Extension> extensions{
      {"pgpool_recovery", in_template1 ? "template1" : "postgres"}};
  const auto& own = cluster.postgresql.extensions;
  extensions.insert(extensions.end(), own.begin(), own.end());
  return extensions;
}

}  // namespace pgmahout::render
