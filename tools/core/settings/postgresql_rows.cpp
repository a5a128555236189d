#include <array>

#include "settings/table.hpp"

namespace pgmahout::settings {

namespace {

constexpr std::array<std::string_view, 6> kVersions{"13", "14", "15", "16", "17", "18"};
// The most that PostgreSQL accepts for counts of connections, senders and slots.
constexpr std::int64_t kMaximumBackends = 262143;

std::string version_directory(const Target& target, const char* name) {
  return "/data1/pgsql/" + std::to_string(target.cluster->postgresql.version.major_number) + "/" +
         name;
}

constexpr std::array kServerRows{
    Setting{.key = "pgmahout_postgresql_version",
            .scope = Scope::cluster,
            .type = ChoiceType{kVersions,
                               [](Target& t, std::size_t v) {
                                 t.cluster->postgresql.version = {static_cast<int>(v) + 13, 0, 0};
                               }},
            .default_text = "15",
            .doc = "Major version of PostgreSQL. 15 is what Debian 12 carries, so that the "
                   "distribution's and the PostgreSQL project's packages both have it."},
    Setting{.key = "pgmahout_postgresql_port",
            .scope = Scope::cluster,
            .type = IntegerType{1, kMaximumPort,
                                [](Target& t, std::int64_t v) {
                                  t.cluster->postgresql.port = static_cast<std::uint16_t>(v);
                                }},
            .default_text = "5432",
            .doc = "TCP port of PostgreSQL on every node. The registered port; clients use "
                   "Pgpool-II's."},
    Setting{
        .key = "pgmahout_postgresql_data_directory",
        .scope = Scope::cluster,
        .type = TextType{&form::kPath,
                         [](Target& t, std::string v) {
                           t.cluster->postgresql.data_directory = std::move(v);
                         }},
        .default_text = "/data1/pgsql/<version>/data",
        .doc = "The data directory. Below /data1 because databases belong on a file system of "
               "their own, and with the version in it so that an upgrade finds room beside.",
        .derive =
            [](Target& t) { t.cluster->postgresql.data_directory = version_directory(t, "data"); }},
    Setting{.key = "pgmahout_postgresql_archive_directory",
            .scope = Scope::cluster,
            .type = TextType{&form::kPath,
                             [](Target& t, std::string v) {
                               t.cluster->postgresql.archive_directory = std::move(v);
                             }},
            .default_text = "/data1/pgsql/<version>/archive",
            .doc = "Where finished WAL segments are archived. Beside the data directory, never in "
                   "it: base backups would copy it.",
            .derive =
                [](Target& t) {
                  t.cluster->postgresql.archive_directory = version_directory(t, "archive");
                }},
    Setting{.key = "pgmahout_superuser",
            .scope = Scope::cluster,
            .type = TextType{&form::kRoleName,
                             [](Target& t, std::string v) {
                               t.cluster->postgresql.superuser = std::move(v);
                             }},
            .default_text = "postgres",
            .doc = "The superuser that initdb makes. The name that every tool assumes."},
    Setting{.key = "pgmahout_postgres_password",
            .scope = Scope::cluster,
            .type = SecretType{[](Target& t, model::Secret v) {
              t.cluster->postgresql.superuser_password = std::move(v);
            }},
            .doc = "Password of the superuser. No default: a known password is none.",
            .required = true},
    Setting{.key = "pgmahout_replication_user",
            .scope = Scope::cluster,
            .type = TextType{&form::kRoleName,
                             [](Target& t, std::string v) {
                               t.cluster->postgresql.replication_user = std::move(v);
                             }},
            .default_text = "repl",
            .doc = "The role that standbys stream with. A role of its own, so that a standby's "
                   "password file opens nothing else."},
    Setting{.key = "pgmahout_replication_password",
            .scope = Scope::cluster,
            .type = SecretType{[](Target& t, model::Secret v) {
              t.cluster->postgresql.replication_password = std::move(v);
            }},
            .doc = "Password of the replication role. No default: a known password is none.",
            .required = true},
};

constexpr std::array kLimitRows{
    Setting{.key = "pgmahout_max_connections",
            .scope = Scope::cluster,
            .type = IntegerType{0, kMaximumBackends,
                                [](Target& t, std::int64_t v) {
                                  t.cluster->postgresql.max_connections = static_cast<int>(v);
                                }},
            .default_text = "0",
            .doc = "max_connections of PostgreSQL. 0: computed as nodes x num_init_children x "
                   "max_pool + 20, for at least five nodes, rounded up to a multiple of 50, at "
                   "least 100. That is enough when every Pgpool-II has filled its pools, with room "
                   "for people and tools, and a fourth or fifth node needs no restart."},
    Setting{.key = "pgmahout_max_wal_senders",
            .scope = Scope::cluster,
            .type = IntegerType{1, kMaximumBackends,
                                [](Target& t, std::int64_t v) {
                                  t.cluster->postgresql.max_wal_senders = static_cast<int>(v);
                                }},
            .default_text = "10",
            .doc = "Standbys and base backups that can stream at a time: each standby takes one, a "
                   "base backup two. PostgreSQL's own default, enough for seven nodes."},
    Setting{.key = "pgmahout_max_replication_slots",
            .scope = Scope::cluster,
            .type = IntegerType{1, kMaximumBackends,
                                [](Target& t, std::int64_t v) {
                                  t.cluster->postgresql.max_replication_slots = static_cast<int>(v);
                                }},
            .default_text = "10",
            .doc = "Replication slots; the primary holds one for each other node. PostgreSQL's own "
                   "default."},
    Setting{.key = "pgmahout_max_slot_wal_keep_size",
            .scope = Scope::cluster,
            .type = TextType{&form::kWalSize,
                             [](Target& t, std::string v) {
                               t.cluster->postgresql.max_slot_wal_keep_size = std::move(v);
                             }},
            .default_text = "10GB",
            .doc = "How much WAL the slot of a dead standby may hold back. Without a limit (-1) it "
                   "fills the primary's disk; with one the standby is cloned again if it stays "
                   "away longer."},
};

constexpr std::array kContentRows{
    Setting{.key = "pgmahout_postgresql_settings",
            .scope = Scope::cluster,
            .type = ParametersType{[](Target& t, model::Parameters v) {
              t.cluster->postgresql.settings = std::move(v);
            }},
            .default_text = "{}",
            .doc = "Parameters of postgresql.conf, which win over computed ones. Empty: memory "
                   "settings follow the host's memory, the rest is PostgreSQL's default."},
    Setting{.key = "pgmahout_postgresql_hba",
            .scope = Scope::cluster,
            .type = HbaRulesType{[](Target& t, std::vector<model::HbaRule> v) {
              t.cluster->postgresql.hba_rules = std::move(v);
            }},
            .default_text = "[]",
            .doc = "Further lines of pg_hba.conf: mappings of type, database, user, address, "
                   "method and options. Empty: the cluster's own roles, and everybody from "
                   "pgmahout_network with a SCRAM password."},
    Setting{.key = "pgmahout_users",
            .scope = Scope::cluster,
            .type = UsersType{[](Target& t, std::vector<model::DatabaseUser> v) {
              t.cluster->postgresql.users = std::move(v);
            }},
            .default_text = "[]",
            .doc = "Further login roles: mappings of name, password, attributes (a list like "
                   "CREATEDB) and groups (roles that it is a member of)."},
    Setting{.key = "pgmahout_databases",
            .scope = Scope::cluster,
            .type = DatabasesType{[](Target& t, std::vector<model::Database> v) {
              t.cluster->postgresql.databases = std::move(v);
            }},
            .default_text = "[]",
            .doc = "Databases to make: mappings of name and owner (by default the superuser)."},
    Setting{.key = "pgmahout_extensions",
            .scope = Scope::cluster,
            .type = ExtensionsType{[](Target& t, std::vector<model::Extension> v) {
              t.cluster->postgresql.extensions = std::move(v);
            }},
            .default_text = "[]",
            .doc = "Extensions to make: mappings of name and database. pgpool_recovery is always "
                   "made."},
};

}  // namespace

std::span<const Setting> postgresql_server_rows() { return kServerRows; }
std::span<const Setting> postgresql_limit_rows() { return kLimitRows; }
std::span<const Setting> postgresql_content_rows() { return kContentRows; }

}  // namespace pgmahout::settings
