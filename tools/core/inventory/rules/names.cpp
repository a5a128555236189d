#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "inventory/rules/rules.hpp"
#include "settings/nearest.hpp"

namespace pgmahout::inventory::rules {

namespace {

constexpr std::array<std::string_view, 4> kRoles{
    "pgmahout_users", "pgmahout_superuser", "pgmahout_replication_user", "pgmahout_pgpool_user"};
constexpr std::array<std::string_view, 5> kDatabases{
    "pgmahout_databases", "pgmahout_users", "pgmahout_superuser", "pgmahout_replication_user",
    "pgmahout_pgpool_user"};
constexpr std::array<std::string_view, 2> kExtensions{"pgmahout_extensions", "pgmahout_databases"};

struct Role {
  std::string_view key;
  std::string name;
};

std::vector<Role> all_roles(const model::Cluster& cluster) {
  std::vector<Role> roles{{kRoles[1], cluster.postgresql.superuser},
                          {kRoles[2], cluster.postgresql.replication_user},
                          {kRoles[3], cluster.pgpool.user}};
  for (const auto& user : cluster.postgresql.users) roles.push_back({kRoles[0], user.name});
  return roles;
}

RuleContext about(const RuleContext& context, std::string_view key) {
  RuleContext other = context;
  other.key = key;
  return other;
}

bool is_role(const model::Cluster& cluster, const std::string& name) {
  const auto roles = all_roles(cluster);
  return std::ranges::find(roles, name, &Role::name) != roles.end();
}

void distinct_roles(const RuleContext& context) {
  std::map<std::string, std::string_view> owners;
  for (const auto& role : all_roles(context.cluster())) {
    const auto [owner, is_new] = owners.try_emplace(role.name, role.key);
    if (!is_new)
      about(context, role.key)
          .refuse(fmt::format("the role {} is named in {} already", role.name, owner->second),
                  "every role has one purpose, one password and one place");
  }
}

void usable_role_names(const RuleContext& context) {
  for (const auto& role : all_roles(context.cluster())) {
    if (role.name.find(':') != std::string::npos)
      about(context, role.key)
          .refuse(fmt::format("the role name {} holds a colon, which pool_passwd cannot carry",
                              role.name),
                  "choose a name without a colon");
    if (role.name.starts_with("pg_") || role.name == "public" || role.name == "none")
      about(context, role.key)
          .refuse(fmt::format("PostgreSQL reserves the role name {}", role.name),
                  "choose another name, not beginning with pg_");
  }
}

void known_attributes(const RuleContext& context) {
  constexpr std::array<std::string_view, 14> kAttributes{
      "SUPERUSER",    "NOSUPERUSER",   "CREATEDB",  "NOCREATEDB", "CREATEROLE",
      "NOCREATEROLE", "INHERIT",       "NOINHERIT", "LOGIN",      "NOLOGIN",
      "REPLICATION",  "NOREPLICATION", "BYPASSRLS", "NOBYPASSRLS"};
  for (const auto& user : context.cluster().postgresql.users) {
    for (const auto& attribute : user.attributes) {
      if (std::ranges::find(kAttributes, attribute) != kAttributes.end()) continue;
      const std::string near = settings::nearest(attribute, kAttributes);
      context.refuse(fmt::format("{} of {} is no role attribute", attribute, user.name),
                     near.empty() ? "known are SUPERUSER, CREATEDB, CREATEROLE, INHERIT, "
                                    "REPLICATION, BYPASSRLS, each also with NO"
                                  : fmt::format("did you mean {}?", near));
    }
  }
}

void known_groups(const RuleContext& context) {
  for (const auto& user : context.cluster().postgresql.users) {
    for (const auto& group : user.groups) {
      if (group.starts_with("pg_") || is_role(context.cluster(), group)) continue;
      context.refuse(fmt::format("{} is to be a member of {}, which is no role of this cluster",
                                 user.name, group),
                     "add it to pgmahout_users");
    }
  }
}

void usable_databases(const RuleContext& context) {
  constexpr std::array<std::string_view, 3> kBuiltIn{"postgres", "template0", "template1"};
  std::set<std::string> seen;
  for (const auto& database : context.cluster().postgresql.databases) {
    if (!seen.insert(database.name).second)
      context.refuse(fmt::format("the database {} is listed twice", database.name), "list it once");
    if (std::ranges::find(kBuiltIn, database.name) != kBuiltIn.end())
      context.refuse(fmt::format("the database {} exists in every cluster", database.name),
                     "take it out of the list");
    if (!database.owner.empty() && !is_role(context.cluster(), database.owner))
      context.refuse(fmt::format("{} is to own the database {}, but is no role of this cluster",
                                 database.owner, database.name),
                     "add it to pgmahout_users");
  }
}

void extensions_have_databases(const RuleContext& context) {
  const auto& postgresql = context.cluster().postgresql;
  std::set<std::pair<std::string, std::string>> seen;
  for (const auto& extension : postgresql.extensions) {
    if (!seen.insert({extension.name, extension.database}).second)
      context.refuse(
          fmt::format("the extension {} in {} is listed twice", extension.name, extension.database),
          "list it once");
    const bool built_in = extension.database == "postgres" || extension.database == "template1";
    const bool listed = std::ranges::find(postgresql.databases, extension.database,
                                          &model::Database::name) != postgresql.databases.end();
    if (!built_in && !listed)
      context.refuse(fmt::format("the extension {} is to be made in {}, which is no database of "
                                 "this cluster",
                                 extension.name, extension.database),
                     "add it to pgmahout_databases");
  }
}

constexpr std::array<Rule, 6> kNameRules{{
    {"distinct-roles",
     "Superuser, replication, Pgpool-II's and the listed users are different "
     "roles.",
     kRoles, distinct_roles},
    {"usable-role-names", "No role name holds a colon or is reserved.", kRoles, usable_role_names},
    {"known-attributes", "Attributes of users are those of CREATE ROLE.", kRoles, known_attributes},
    {"known-groups", "Users are members of roles that exist.", kRoles, known_groups},
    {"usable-databases", "Databases are listed once, are not built in, and have owners that exist.",
     kDatabases, usable_databases},
    {"extensions-have-databases", "Extensions are listed once and their databases exist.",
     kExtensions, extensions_have_databases},
}};

}  // namespace

std::span<const Rule> name_rules() { return kNameRules; }

}  // namespace pgmahout::inventory::rules
