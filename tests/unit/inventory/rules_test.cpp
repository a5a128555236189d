#include "inventory/rules.hpp"

#include <doctest/doctest.h>

#include <set>
#include <vector>

#include "inventory/fixture.hpp"

using pgmahout::inventory::all_rules;
using pgmahout::inventory::test::load_sample;
using pgmahout::inventory::test::Sample;

namespace {

// An inventory that breaks exactly one rule, and what is said about it.
struct Violation {
  std::string rule;
  Sample sample;
  std::string message;
};

Sample with(const std::string& variables) { return {.variables = variables}; }

Sample with_hosts(const std::string& hosts) { return {.hosts = hosts}; }

std::string hosts(int count) {
  std::string text;
  for (int index = 1; index <= count; ++index)
    text += "    n" + std::to_string(index) + ": {ansible_host: 10.0.0." + std::to_string(index) +
            "}\n";
  return text;
}

const std::string kTwo =
    "    postgres1: {ansible_host: 10.0.0.181}\n    postgres2: {ansible_host: 10.0.0.182}\n";

std::vector<Violation> about_nodes() {
  return {
      {"node-count", with_hosts(hosts(1)), "there are 1 hosts"},
      {"node-count",
       {.hosts = hosts(16),
        .variables = "    pgmahout_max_wal_senders: 40\n"
                     "    pgmahout_max_replication_slots: 40\n"},
       "there are 16 hosts"},
      {"dense-ids", with_hosts(kTwo + "    n3: {ansible_host: 10.0.0.3, pgmahout_node_id: 7}\n"),
       "7 leaves a gap"},
      {"dense-ids", with_hosts(kTwo + "    n3: {ansible_host: 10.0.0.3, pgmahout_node_id: 1}\n"),
       "1 is the id of postgres2 too"},
      {"one-initial-primary", with("    pgmahout_role: standby\n"),
       "no node is the initial primary"},
      {"one-initial-primary",
       with_hosts("    n1: {ansible_host: 10.0.0.1, pgmahout_role: primary}\n"
                  "    n2: {ansible_host: 10.0.0.2, pgmahout_role: primary}\n"
                  "    n3: {ansible_host: 10.0.0.3}\n"),
       "more than one initial primary"},
      {"unique-slots",
       with_hosts("    n-1: {ansible_host: 10.0.0.1}\n"
                  "    n.1: {ansible_host: 10.0.0.2}\n"
                  "    n3: {ansible_host: 10.0.0.3}\n"),
       "n_1 is the slot of n-1 too"},
  };
}

std::vector<Violation> about_network() {
  return {
      {"addresses-are-addresses", with_hosts(kTwo + "    db.example.org:\n"),
       "\"db.example.org\" is no IP address"},
      {"addresses-in-network", with_hosts(kTwo + "    n3: {ansible_host: 10.0.1.3}\n"),
       "10.0.1.3 is not in the network 10.0.0.0/24"},
      {"addresses-in-network", with_hosts(kTwo + "    n3: {ansible_host: 10.0.0.255}\n"),
       "broadcast"},
      {"unique-addresses", with_hosts(kTwo + "    n3: {ansible_host: 10.0.0.181}\n"),
       "10.0.0.181 is the address of postgres1 too"},
      {"vip-in-network", with("    pgmahout_vip: 10.9.0.1\n"), "10.9.0.1 is not in the network"},
      {"vip-in-network", with("    pgmahout_vip: 10.0.0.0\n"), "the network's own"},
      {"vip-is-free", with("    pgmahout_vip: 10.0.0.182\n"),
       "10.0.0.182 is the address of postgres2"},
      {"distinct-ports", with("    pgmahout_pcp_port: 9999\n"),
       "9999 is the port of pgmahout_pgpool_port too"},
  };
}

std::vector<Violation> about_versions_and_capacity() {
  return {
      {"heartbeat-works", with("    pgmahout_pgpool_version: 4.6.1\n"), "loopback device only"},
      {"heartbeat-works",
       with("    pgmahout_pgpool_version: 4.6\n    pgmahout_repository: distribution\n"),
       "4.6 of the distributions"},
      {"ipv6-works",
       {.hosts = "    n1: {ansible_host: 'fd00::1'}\n    n2: {ansible_host: 'fd00::2'}\n"
                 "    n3: {ansible_host: 'fd00::3'}\n",
        .variables = "    pgmahout_network: fd00::/64\n    pgmahout_vip: fd00::80\n"},
       "speaks IPv4 only"},
      {"enough-connections", with("    pgmahout_max_connections: 194\n"),
       "3 nodes x 32 (num_init_children) x 2 (max_pool) = 192 connections do not fit into 194 "
       "(max_connections) - 3"},
      {"enough-connections",
       with("    pgmahout_postgresql_settings: {superuser_reserved_connections: 200}\n"),
       "do not fit into 350 (max_connections) - 200"},
      {"enough-senders", with("    pgmahout_max_wal_senders: 3\n"), "3 are too few"},
      {"enough-slots", with("    pgmahout_max_replication_slots: 1\n"), "1 are too few"},
  };
}

std::vector<Violation> about_replication() {
  return {
      {"enough-confirmers", with("    pgmahout_synchronous_confirmations: 3\n"),
       "pgmahout_synchronous_confirmations: 3 other nodes cannot confirm a commit: there are 2"},
      {"enough-confirmers",
       with("    pgmahout_synchronous: priority\n    pgmahout_synchronous_confirmations: 14\n"),
       "14 other nodes cannot confirm"},
      {"failover-possible", with("    pgmahout_synchronous: off\n"),
       "pgmahout_synchronous: off leaves nothing that proves"},
      {"nothing-acknowledged-alone", with("    pgmahout_standbys_lost: degrade\n"),
       "pgmahout_standbys_lost: a primary that went on alone"},
  };
}

std::vector<Violation> about_durability() {
  const auto settings = [](const std::string& text) {
    return with("    pgmahout_postgresql_settings: {" + text + "}\n");
  };
  const std::string early =
      " tells clients of commits that no other node has on disk, and pgmahout_durability: required "
      "promises that none of them is ever lost";
  const std::string nowhere =
      " confirms commits that are on no disk, and pgmahout_durability: required promises that none "
      "of them is ever lost";
  const std::string key = "pgmahout_postgresql_settings: ";
  return {
      {"confirmed-is-on-disk", settings("synchronous_commit: off"),
       key + "synchronous_commit: off" + early},
      {"confirmed-is-on-disk", settings("Synchronous_Commit: 'LOCAL'"),
       key + "synchronous_commit: LOCAL" + early},
      {"confirmed-is-on-disk", settings("synchronous_commit: remote_write"),
       key + "synchronous_commit: remote_write" + early},
      {"confirmed-is-on-disk", settings("synchronous_commit: '0'"),
       key + "synchronous_commit: 0" + early},
      {"confirmed-is-on-disk", settings("fsync: off"), key + "fsync: off" + nowhere},
      {"confirmed-is-on-disk", settings("fsync: 'F'"), key + "fsync: F" + nowhere},
  };
}

std::vector<Violation> about_timers() {
  const auto timers = [](const std::string& settings) {
    return with("    pgmahout_pgpool_settings: {" + settings + "}\n");
  };
  return {
      {"timers-are-numbers", timers("wd_interval: 10s"), "wd_interval must be a plain number"},
      {"checks-run", timers("health_check_period: 0"), "switches health checks off"},
      {"votes-meet", timers("health_check_timeout: 6"), "the slowest health check takes 15 s"},
      {"heartbeat-fits", timers("wd_heartbeat_deadtime: 5"), "less than three times 2"},
      {"connect-within-check", timers("connect_timeout: 4001"), "connect_timeout = 4001 ms"},
      {"fence-before-promotion", timers("wd_heartbeat_deadtime: 11"),
       "pgmahout_pgpool_settings: a primary that is cut off has ended after 16000 ms"},
      {"fence-before-promotion", timers("wd_interval: 3"), "may be promoted after 16000 ms"},
      {"fence-before-promotion", with("    pgmahout_fence_after_ms: 1501\n"),
       "pgmahout_fence_after_ms: a primary that is cut off has ended after 15501 ms"},
      {"fence-before-promotion", with("    pgmahout_stop_bound_ms: 2501\n"),
       "set pgmahout_promotion_wait_ms to 16001 or more"},
      {"fence-before-promotion", with("    pgmahout_promotion_wait_ms: 15499\n"),
       "pgmahout_promotion_wait_ms: "},
  };
}

std::vector<Violation> about_paths() {
  return {
      {"data-and-archive-apart",
       with("    pgmahout_postgresql_archive_directory: /data1/pgsql/15/data/\n"),
       "is the data directory too"},
      {"data-and-archive-apart",
       with("    pgmahout_postgresql_archive_directory: /data1/pgsql/15/data/wal/archive\n"),
       "lies in the data directory"},
      {"data-and-archive-apart", with("    pgmahout_postgresql_archive_directory: /data1/pgsql\n"),
       "holds the data directory"},
      {"own-data-directory", with("    pgmahout_postgresql_data_directory: /var/lib/\n"),
       "belongs to the system"},
      {"own-archive-directory", with("    pgmahout_postgresql_archive_directory: /mnt\n"),
       "belongs to the system"},
  };
}

std::vector<Violation> about_names() {
  const auto user = [](const std::string& fields) {
    return with("    pgmahout_users: [{" + fields + ", password: long and unguessable}]\n");
  };
  return {
      {"distinct-roles", with("    pgmahout_replication_user: postgres\n"),
       "the role postgres is named in pgmahout_superuser already"},
      {"distinct-roles", user("name: pgpool"), "the role pgpool is named in pgmahout_pgpool_user"},
      {"usable-role-names", user("name: 'a:b'"), "holds a colon"},
      {"usable-role-names", user("name: pg_app"), "reserves the role name pg_app"},
      {"known-attributes", user("name: app, attributes: [CREATDB]"), "did you mean CREATEDB?"},
      {"known-groups", user("name: app, groups: [nobody]"), "nobody, which is no role"},
      {"usable-databases", with("    pgmahout_databases: [{name: app}, {name: app}]\n"),
       "the database app is listed twice"},
      {"usable-databases", with("    pgmahout_databases: [{name: template1}]\n"),
       "exists in every cluster"},
      {"usable-databases", with("    pgmahout_databases: [{name: app, owner: nobody}]\n"),
       "nobody is to own the database app"},
      {"extensions-have-databases",
       with("    pgmahout_extensions: [{name: hstore, database: app}]\n"),
       "app, which is no database"},
      {"extensions-have-databases",
       with("    pgmahout_extensions: [{name: a, database: postgres}, {name: a, database: "
            "postgres}]\n"),
       "listed twice"},
  };
}

std::vector<Violation> about_secrets() {
  return {
      {"secrets-not-empty", with("    pgmahout_pcp_password: ''\n"),
       "pgmahout_pcp_password: it is empty"},
      {"secrets-without-line-breaks",
       with("    pgmahout_postgres_password: \"two\\nlines of it\"\n"), "holds a line break"},
      {"secrets-without-line-breaks", with("    pgmahout_password_key: \"a NUL \\0 within\"\n"),
       "holds a line break or a NUL"},
      {"secrets-not-weak", with("    pgmahout_postgres_password: ChangeMe\n"), "is well known"},
      {"secrets-not-weak", with("    pgmahout_postgres_password: Change_Me123!\n"),
       "is well known"},
      {"secrets-not-weak", with("    pgmahout_password_key: '1234567890'\n"), "is well known"},
      {"secrets-not-weak",
       with("    pgmahout_replication_user: streaming\n"
            "    pgmahout_replication_password: Streaming1\n"),
       "pgmahout_replication_password: it is well known"},
      {"secrets-not-weak", with("    pgmahout_watchdog_key: a1b2c3d\n"), "shorter than 8"},
      {"secrets-not-weak", with("    pgmahout_users: [{name: app, password: secret}]\n"),
       "the password of app is well known"},
      {"secrets-are-no-hashes",
       with("    pgmahout_postgres_password: md50123456789abcdef0123456789abcdef\n"), "is a hash"},
      {"secrets-are-no-hashes",
       with("    pgmahout_users: [{name: app, password: 'SCRAM-SHA-256$4096:c2FsdA==$a:b'}]\n"),
       "the password of app is a hash"},
      {"plain-watchdog-key", with("    pgmahout_watchdog_key: with-some-dashes\n"),
       "other characters than letters and digits"},
  };
}

std::vector<Violation> about_access() {
  const auto hba = [](const std::string& fields) {
    return with("    pgmahout_postgresql_hba: [{database: all, user: all, " + fields + "}]\n");
  };
  const auto pool = [](const std::string& fields) {
    return with("    pgmahout_pool_hba: [{database: all, user: all, " + fields + "}]\n");
  };
  return {
      {"hba-well-formed", hba("type: hosts, address: all, method: md5"), "has the type \"hosts\""},
      {"hba-well-formed", hba("type: host, address: all, method: scram"),
       "has the method \"scram\""},
      {"hba-well-formed", hba("type: host, method: md5"), "needs an address"},
      {"hba-well-formed", hba("type: host, address: 10.0.0.300/24, method: md5"), "which is none"},
      {"hba-well-formed", hba("type: local, address: all, method: md5"), "it has no address"},
      {"hba-well-formed", hba("type: host, address: all, method: peer"), "is for local only"},
      {"hba-well-formed", hba("type: host, address: all, method: cert"), "needs hostssl"},
      {"hba-encryption", hba("type: hostssl, address: 10.0.0.0/24, method: cert"), "ssl is off"},
      {"pool-hba-well-formed", pool("type: hostgssenc, address: all, method: md5"), "has the type"},
      {"pool-hba-well-formed", pool("type: host, address: all, method: gss"), "has the method"},
      {"hba-trusts-few", hba("type: host, address: 0.0.0.0/0, method: trust"), "lets everybody in"},
      {"pool-hba-trusts-few", pool("type: host, address: '::/0', method: trust"),
       "lets everybody in"},
      {"server-parameters-once",
       with("    pgmahout_postgresql_settings: {work_mem: 1MB, Work_Mem: 2MB}\n"),
       "are the same parameter"},
      {"pool-parameters-once",
       with("    pgmahout_pgpool_settings: {log_connections: on, LOG_connections: on}\n"),
       "are the same parameter"},
      {"no-secrets-in-parameters", with("    pgmahout_pgpool_settings: {sr_check_password: x}\n"),
       "sr_check_password is a secret"},
      {"no-secrets-in-parameters", with("    pgmahout_pgpool_settings: {wd_authkey: x}\n"),
       "wd_authkey is a secret"},
  };
}

std::vector<Violation> violations() {
  std::vector<Violation> all;
  for (const auto& part : {about_nodes(), about_network(), about_versions_and_capacity(),
                           about_replication(), about_durability(), about_timers(), about_paths(),
                           about_names(), about_secrets(), about_access()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace

TEST_CASE("each rule, broken alone, is reported alone, with place, node or key and a way out") {
  for (const auto& violation : violations()) {
    CAPTURE(violation.rule);
    CAPTURE(violation.message);
    const auto loaded = load_sample(violation.sample);
    REQUIRE_FALSE(loaded.has_value());
    REQUIRE(loaded.error().size() == 1);
    const auto& error = loaded.error().front();
    CHECK(to_string(error).find(violation.message) != std::string::npos);
    CHECK(error.kind == pgmahout::model::ErrorKind::invalid);
    CHECK_FALSE(error.hint.empty());
    REQUIRE(error.where.has_value());
    CHECK(error.where->line > 0);
    CHECK(error.where->column > 0);
    CHECK(error.what.starts_with("pgmahout_"));
  }
}

TEST_CASE("every rule that refuses has a violation above") {
  std::set<std::string_view> tested{"maintained", "distinct-priorities"};  // they only warn
  const auto all = violations();
  for (const auto& violation : all) tested.insert(violation.rule);
  std::set<std::string_view> known;
  for (const auto& rule : all_rules()) {
    known.insert(rule.name);
    CHECK_MESSAGE(tested.contains(rule.name), rule.name);
    CHECK_FALSE(rule.doc.empty());
    CHECK_FALSE(rule.reads.empty());
  }
  CHECK(tested == known);
}

TEST_CASE("the good inventory breaks no rule and warns of nothing") {
  const auto loaded = load_sample({});
  REQUIRE(loaded.has_value());
  CHECK(loaded->warnings.empty());
}

TEST_CASE("what stays within the rules of replication and of the fence is accepted") {
  const std::string asynchronous =
      "    pgmahout_synchronous: off\n    pgmahout_durability: preferred\n";
  for (const auto& variables : {
           std::string("    pgmahout_synchronous_confirmations: 2\n"),
           asynchronous,
           asynchronous + "    pgmahout_synchronous_confirmations: 14\n",
           std::string("    pgmahout_standbys_lost: degrade\n    pgmahout_durability: preferred\n"),
           asynchronous +
               "    pgmahout_postgresql_settings: {synchronous_commit: local, fsync: off}\n",
           std::string("    pgmahout_durability: preferred\n"
                       "    pgmahout_postgresql_settings: {synchronous_commit: off}\n"),
           std::string("    pgmahout_postgresql_settings: {synchronous_commit: remote_apply}\n"),
           std::string("    pgmahout_postgresql_settings: {synchronous_commit: on, fsync: on}\n"),
           std::string("    pgmahout_failover_profile: fast\n"),
           std::string("    pgmahout_failover_profile: safe\n"),
           std::string("    pgmahout_fence_after_ms: 1500\n"),
           std::string("    pgmahout_stop_bound_ms: 2500\n"),
           std::string("    pgmahout_promotion_wait_ms: 15500\n"),
           std::string("    pgmahout_pgpool_settings: {wd_heartbeat_deadtime: 20}\n"
                       "    pgmahout_promotion_wait_ms: 25500\n"),
       }) {
    CAPTURE(variables);
    CHECK(load_sample(with(variables)).has_value());
  }
}

TEST_CASE("what is unwise and works is warned about") {
  const auto warning = [](const Sample& sample) {
    const auto loaded = load_sample(sample);
    REQUIRE(loaded.has_value());
    return loaded->warnings.size() == 1 ? loaded->warnings.front() : "";
  };
  CHECK(warning(with_hosts(kTwo)).find("with two nodes") != std::string::npos);
  CHECK(warning(with_hosts(hosts(4))).find("4 nodes survive no more failures than 3") !=
        std::string::npos);
  CHECK(warning(with_hosts(kTwo + "    n3: {ansible_host: 10.0.0.3, "
                                  "pgmahout_watchdog_priority: 128}\n"))
            .find("the same watchdog priority") != std::string::npos);
  CHECK(warning(with("    pgmahout_pgpool_version: 4.6\n")).find("4.6.3 or later") !=
        std::string::npos);
  CHECK(warning(with("    pgmahout_pgpool_version: 4.1\n")).find("no longer maintained") !=
        std::string::npos);
}

TEST_CASE("a lab may have weak passwords, but no empty ones") {
  const std::string lab = "    pgmahout_allow_weak_passwords: true\n";
  CHECK(load_sample(with(lab + "    pgmahout_postgres_password: ChangeMe\n")).has_value());
  CHECK_FALSE(load_sample(with(lab + "    pgmahout_postgres_password: ''\n")).has_value());
}

TEST_CASE("any other password is fine") {
  for (const std::string password :
       {R"('it''s "quoted"')", R"('back\slash and colon: 100% $HOME #1')", R"('  blanks  ')",
        R"("pässwörd 漢字 😀")", R"("tab\tinside it")"})
    CHECK(load_sample(with("    pgmahout_postgres_password: " + password + "\n")).has_value());
  CHECK(load_sample(with("    pgmahout_postgres_password: '" + std::string(100, 'x') + "'\n"))
            .has_value());
}
