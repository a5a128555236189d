#include "render/hba_rules.hpp"
#include "render/quote.hpp"
#include "render/subject.hpp"

namespace pgmahout::render {

namespace {

using model::Result;

constexpr const char* kScram = "scram-sha-256";

struct Roles {
  std::string superuser;
  std::string replication;
  std::string pgpool;
};

Result<Roles> roles(const model::Cluster& cluster) {
  const auto superuser = quote_hba(cluster.postgresql.superuser);
  const auto replication = quote_hba(cluster.postgresql.replication_user);
  const auto pgpool = quote_hba(cluster.pgpool.user);
  for (const auto* role : {&superuser, &replication, &pgpool})
    if (!*role) return std::unexpected(role->error());
  return Roles{*superuser, *replication, *pgpool};
}

// peer maps the OS user to the role of the same name; with another superuser, by pg_ident.conf.
HbaBlock local(const model::Cluster& cluster, const Roles& role) {
  const bool mapped = cluster.postgresql.superuser != "postgres";
  return {.title = "The node's own tools and users",
          .lines = {{"local", "all", role.superuser, "", "peer", mapped ? "map=pgmahout" : ""},
                    {"local", "all", "all", "", kScram, ""}}};
}

HbaBlock nodes(const model::Cluster& cluster, const Roles& role) {
  HbaBlock block{.title = "The cluster's own connections: from the nodes, by address", .lines = {}};
  auto addresses = cluster_addresses(cluster);
  for (const auto& address : loopback_addresses()) addresses.push_back(address);
  for (const auto& address : addresses) {
    block.lines.push_back({"host", "all", role.superuser, address, kScram, ""});
    block.lines.push_back({"host", "all", role.pgpool, address, kScram, ""});
    block.lines.push_back({"host", "replication", role.replication, address, kScram, ""});
  }
  return block;
}

// After the user's rules, so that those may be stricter than the network as a whole.
HbaBlock network(const model::Cluster& cluster) {
  return {.title = "Everybody else: from the cluster's network and the node itself",
          .lines = {{"host", "all", "all", cluster.network, kScram, ""},
                    {"host", "all", "all", "127.0.0.1/32", kScram, ""},
                    {"host", "all", "all", "::1/128", kScram, ""}}};
}

RenderedFile hba_file(const Subject& subject, const std::string& name, std::string content) {
  return {.stage = Stage::postgresql,
          .destination = subject.layout.postgresql_conf + "/" + name,
          .owner = "postgres",
          .group = "postgres",
          .mode = "0640",
          .content = std::move(content),
          .on_change = OnChange::reload_postgresql};
}

Result<std::string> ident(const model::Cluster& cluster, const Roles& role) {
  TemplateData data;
  data.set("superuser", role.superuser);
  data.set("mapped", cluster.postgresql.superuser != "postgres");
  return fill("pg_ident.conf", data);
}

}  // namespace

Files pg_hba(const Subject& subject) {
  const auto& cluster = subject.cluster;
  const auto role = roles(cluster);
  if (!role) return std::unexpected(role.error());
  const auto users = user_rules(cluster.postgresql.hba_rules, "pgmahout_postgresql_hba");
  if (!users) return std::unexpected(users.error());
  const auto data =
      hba_data({local(cluster, *role), nodes(cluster, *role), *users, network(cluster)});
  const auto map = ident(cluster, *role);
  if (!map) return std::unexpected(map.error());
  return std::vector{hba_file(subject, "pg_hba.conf", fill("pg_hba.conf", data)),
                     hba_file(subject, "pg_ident.conf", *map)};
}

Files pool_hba(const Subject& subject) {
  const auto& cluster = subject.cluster;
  const auto replication = quote_hba(cluster.postgresql.replication_user);
  if (!replication) return std::unexpected(replication.error());
  const auto users = user_rules(cluster.pgpool.hba_rules, "pgmahout_pool_hba");
  if (!users) return std::unexpected(users.error());
  HbaBlock own{.title = "The cluster's own connections: from the nodes, by address", .lines = {}};
  for (const auto& address : cluster_addresses(cluster))
    own.lines.push_back({"host", "all", "all", address, kScram, ""});
  HbaBlock rest = network(cluster);
  rest.lines.insert(rest.lines.begin(), {"local", "all", "all", "", kScram, ""});
  return std::vector{RenderedFile{.stage = Stage::pgpool,
                                  .destination = subject.layout.pgpool_conf + "/pool_hba.conf",
                                  .owner = "root",
                                  .group = subject.layout.pgpool_conf_group,
                                  .mode = "0640",
                                  .content = fill("pool_hba.conf", hba_data({own, *users, rest})),
                                  .on_change = OnChange::reload_pgpool}};
}

}  // namespace pgmahout::render
