#include <algorithm>
#include <array>

#include "settings/table.hpp"

namespace pgmahout::settings {

namespace {

void set_version(Target& target, std::string text) {
  target.policy->pgpool_release_given = std::ranges::count(text, '.') == 2;
  target.cluster->pgpool.version = model::parse_version(text).value();
}

constexpr std::array kPgpoolServerRows{
    Setting{.key = "pgmahout_pgpool_version",
            .scope = Scope::cluster,
            .type = TextType{&form::kPgpoolVersion, set_version},
            .default_text = "4.3",
            .doc = "Version of Pgpool-II, with the release number when a certain one is meant "
                   "(4.6.7). Parameters differ between versions and unknown ones are ignored "
                   "silently, so it must be the installed one. 4.3 is what Debian 12 carries."},
    Setting{.key = "pgmahout_pgpool_port",
            .scope = Scope::cluster,
            .type = IntegerType{1, kMaximumPort,
                                [](Target& t, std::int64_t v) {
                                  t.cluster->pgpool.port = static_cast<std::uint16_t>(v);
                                }},
            .default_text = "9999",
            .doc = "Port that clients connect to, on each node and on the virtual address. "
                   "Pgpool-II's usual one; always written, for some packages compile in another."},
    Setting{.key = "pgmahout_pcp_port",
            .scope = Scope::cluster,
            .type = IntegerType{1, kMaximumPort,
                                [](Target& t, std::int64_t v) {
                                  t.cluster->pgpool.pcp_port = static_cast<std::uint16_t>(v);
                                }},
            .default_text = "9898",
            .doc = "Port of Pgpool-II's control protocol (PCP). Its usual one."},
    Setting{.key = "pgmahout_watchdog_port",
            .scope = Scope::cluster,
            .type = IntegerType{1, kMaximumPort,
                                [](Target& t, std::int64_t v) {
                                  t.cluster->pgpool.watchdog_port = static_cast<std::uint16_t>(v);
                                }},
            .default_text = "9000",
            .doc = "TCP port on which the watchdogs talk to each other. Its usual one."},
    Setting{.key = "pgmahout_heartbeat_port",
            .scope = Scope::cluster,
            .type = IntegerType{1, kMaximumPort,
                                [](Target& t, std::int64_t v) {
                                  t.cluster->pgpool.heartbeat_port = static_cast<std::uint16_t>(v);
                                }},
            .default_text = "9694",
            .doc = "UDP (not TCP) port of the watchdog's heartbeat. Its usual one."},
    Setting{
        .key = "pgmahout_pgpool_user",
        .scope = Scope::cluster,
        .type = TextType{&form::kRoleName,
                         [](Target& t, std::string v) { t.cluster->pgpool.user = std::move(v); }},
        .default_text = "pgpool",
        .doc = "The role of health checks and replication checks, and the PCP user. No "
               "superuser: pg_monitor is enough."},
    Setting{.key = "pgmahout_pgpool_password",
            .scope = Scope::cluster,
            .type = SecretType{[](Target& t, model::Secret v) {
              t.cluster->pgpool.password = std::move(v);
            }},
            .doc = "Password of that role. No default: a known password is none.",
            .required = true},
    Setting{
        .key = "pgmahout_pcp_password",
        .scope = Scope::cluster,
        .type = SecretType{[](Target& t, model::Secret v) {
          t.cluster->pgpool.pcp_password = std::move(v);
        }},
        .default_text = "the value of pgmahout_pgpool_password",
        .doc = "Password of the PCP user. The same person operates both, so one is enough.",
        .derive = [](Target& t) { t.cluster->pgpool.pcp_password = t.cluster->pgpool.password; }},
    Setting{.key = "pgmahout_watchdog_key",
            .scope = Scope::cluster,
            .type = SecretType{[](Target& t, model::Secret v) {
              t.cluster->pgpool.watchdog_key = std::move(v);
            }},
            .doc = "Shared key of the watchdogs: letters and digits only, since other characters "
                   "crash some releases. No default: whoever reaches the watchdog port without it "
                   "can join and force a failover.",
            .required = true},
    Setting{.key = "pgmahout_password_key",
            .scope = Scope::cluster,
            .type = SecretType{[](Target& t, model::Secret v) {
              t.cluster->pgpool.password_key = std::move(v);
            }},
            .doc = "Key in .pgpoolkey that the passwords in pool_passwd are encrypted with. No "
                   "default: it would protect nothing.",
            .required = true},
};

constexpr std::array kPoolRows{
    Setting{.key = "pgmahout_num_init_children",
            .scope = Scope::cluster,
            .type = IntegerType{1, 65535,
                                [](Target& t, std::int64_t v) {
                                  t.cluster->pgpool.num_init_children = static_cast<int>(v);
                                }},
            .default_text = "32",
            .doc = "Clients that one Pgpool-II serves at a time. Its own default; it multiplies "
                   "with max_pool and the number of nodes into max_connections."},
    Setting{.key = "pgmahout_max_pool",
            .scope = Scope::cluster,
            .type = IntegerType{1, 1024,
                                [](Target& t, std::int64_t v) {
                                  t.cluster->pgpool.max_pool = static_cast<int>(v);
                                }},
            .default_text = "2",
            .doc = "Cached connections (pairs of user and database) of each of those. Half of "
                   "Pgpool-II's own default: few applications use more than two, and every one "
                   "costs connections of PostgreSQL on every node."},
    Setting{.key = "pgmahout_pgpool_settings",
            .scope = Scope::cluster,
            .type = ParametersType{[](Target& t, model::Parameters v) {
              t.cluster->pgpool.settings = std::move(v);
            }},
            .default_text = "{}",
            .doc = "Parameters of pgpool.conf, which win over computed ones. Empty: nothing needs "
                   "to be said."},
    Setting{.key = "pgmahout_pool_hba",
            .scope = Scope::cluster,
            .type = HbaRulesType{[](Target& t, std::vector<model::HbaRule> v) {
              t.cluster->pgpool.hba_rules = std::move(v);
            }},
            .default_text = "[]",
            .doc = "Further lines of pool_hba.conf, with the fields of pgmahout_postgresql_hba. "
                   "Empty: everybody with a SCRAM password."},
};

}  // namespace

std::span<const Setting> pgpool_server_rows() { return kPgpoolServerRows; }
std::span<const Setting> pgpool_pool_rows() { return kPoolRows; }

}  // namespace pgmahout::settings
