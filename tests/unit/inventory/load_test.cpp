#include "inventory/load.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "inventory/fixture.hpp"
#include "text.hpp"

using namespace pgmahout::inventory;
using pgmahout::inventory::test::errors_of;
using pgmahout::inventory::test::load_sample;
using pgmahout::inventory::test::TemporaryDirectory;

namespace {

// All errors of an inventory that is written as these files, hosts.yml or another one being read.
std::string errors_of_files(const std::map<std::string, std::string>& files,
                            const std::string& inventory = "hosts.yml") {
  const TemporaryDirectory directory;
  for (const auto& [name, content] : files) directory.write(name, content);
  const auto loaded = load({.inventory = directory.path() / inventory});
  std::string text;
  if (!loaded)
    for (const auto& error : loaded.error()) text += to_string(error) + "\n";
  return text;
}

}  // namespace

TEST_CASE("every default is filled in") {
  const auto cluster = load_sample({})->cluster;
  CHECK(cluster.name == "pgmahout");
  CHECK(cluster.network_prefix == 24);
  CHECK(cluster.postgresql.data_directory == "/data1/pgsql/15/data");
  CHECK(cluster.postgresql.archive_directory == "/data1/pgsql/15/archive");
  CHECK(cluster.postgresql.max_connections == 350);  // 5 x 32 x 2 + 20 = 340
  CHECK(cluster.pgpool.pcp_password == cluster.pgpool.password);
  CHECK(cluster.initial_primary().name == "postgres1");
  CHECK(cluster.nodes.at(1).slot_name == "postgres2");
  CHECK(cluster.nodes.at(2).address == "10.0.0.183");
  CHECK_FALSE(cluster.known_hosts_file.starts_with('~'));
}

TEST_CASE("nodes come by id, and their names may be anything") {
  const auto cluster =
      load_sample(
          {.hosts =
               "    PG-1.Example.ORG: {ansible_host: pg1.internal, pgmahout_address: 10.0.0.1, "
               "pgmahout_node_id: 2}\n"
               "    b: {ansible_host: 10.0.0.2, pgmahout_node_id: 0, ansible_port: 2222}\n"
               "    10.0.0.3: {pgmahout_node_id: 1, pgmahout_role: primary}\n"})
          ->cluster;
  CHECK(cluster.nodes.at(0).name == "b");
  CHECK(cluster.nodes.at(0).ssh_port == 2222);
  CHECK(cluster.initial_primary().address == "10.0.0.3");
  CHECK(cluster.nodes.at(2).slot_name == "pg_1_example_org");
  CHECK(cluster.nodes.at(2).ssh_host == "pg1.internal");
}

TEST_CASE("IPv6 and 15 nodes are fine") {
  std::string hosts;
  for (int index = 1; index <= 15; ++index)
    hosts += "    n" + std::to_string(index) + ": {ansible_host: 'fd00::" + std::to_string(index) +
             "'}\n";
  const auto loaded = load_sample(
      {.hosts = hosts,
       .variables = "    pgmahout_network: fd00::/64\n    pgmahout_vip: fd00::80\n"
                    "    pgmahout_pgpool_version: 4.7\n    pgmahout_max_wal_senders: 30\n"
                    "    pgmahout_max_replication_slots: 20\n"});
  REQUIRE(loaded.has_value());
  CHECK(loaded->cluster.nodes.size() == 15);
  CHECK(loaded->cluster.postgresql.max_connections == 1000);  // 15 x 32 x 2 + 20 = 980
}

TEST_CASE("all errors are listed, each once, with place, host, key and what would be right") {
  const std::string errors = errors_of({.variables = "    pgmahout_pgpol_port: 9999\n"
                                                     "    pgmahout_postgresql_port: many\n"
                                                     "    pgmahout_failover_profile: quick\n"
                                                     "    pgmahout_vip: 10.0.0.181\n"});
  CHECK(contains(errors,
                 "hosts.yml:17:5: [postgres1] unknown setting pgmahout_pgpol_port\n"
                 "  hint: did you mean pgmahout_pgpool_port?"));
  CHECK(contains(errors,
                 "hosts.yml:18:31: [postgres1] pgmahout_postgresql_port must be an integer "
                 "from 1 to 65535, not \"many\""));
  CHECK(contains(errors,
                 "hosts.yml:19:32: [postgres1] pgmahout_failover_profile must be one of "
                 "fast, balanced, safe, not \"quick\""));
  CHECK(contains(errors, "pgmahout_vip: 10.0.0.181 is the address of postgres1"));
  CHECK(std::count(errors.begin(), errors.end(), '\n') == 6);
}

TEST_CASE("nodes must agree on the cluster's settings") {
  const std::string errors =
      errors_of({.hosts = "    a: {ansible_host: 10.0.0.1, pgmahout_max_pool: 1}\n"
                          "    b: {ansible_host: 10.0.0.2, pgmahout_max_pool: 2}\n"
                          "    c: {ansible_host: 10.0.0.3}\n"});
  CHECK(contains(errors,
                 "hosts.yml:14:52: [b] pgmahout_max_pool must be the same on every node, "
                 "but differs from a ("));
  CHECK(contains(errors, "[c] pgmahout_max_pool must be the same"));
}

TEST_CASE("a missing secret names itself and the way to set it; none is ever shown") {
  const std::string errors =
      errors_of_files({{"hosts.yml",
                        "postgres: {hosts: {a: {ansible_host: 10.0.0.1}}, vars: {pgmahout_network: "
                        "10.0.0.0/24, pgmahout_vip: 10.0.0.9}}\n"}});
  CHECK(contains(errors, "pgmahout_postgres_password is not set and has no default"));
  CHECK(contains(errors, "ansible-vault create group_vars/postgres/vault.yml"));
  const std::string weak = errors_of({.variables = "    pgmahout_postgres_password: hunter2\n"
                                                   "    pgmahout_password_key: 77777777777\n"});
  CHECK_FALSE(weak.empty());
  CHECK_FALSE(contains(weak, "hunter2"));
  CHECK_FALSE(contains(weak, "77777777777"));
}

TEST_CASE("what only Ansible can run or read is refused with the way out") {
  CHECK(contains(errors_of_files({{"hosts", "[postgres]\ndb1\n"}}, "hosts"), "INI inventory"));
  CHECK(contains(errors_of_files({{"hosts.ini", "[postgres]\n"}}, "hosts.ini"),
                 "only YAML and JSON"));
  CHECK(contains(errors_of_files({{"hosts", "#!/bin/sh\n"}}, "hosts"), "this is a script"));
  CHECK(contains(errors_of_files({{"hosts.yml", "plugin: aws_ec2\n"}}), "inventory plugin"));
  CHECK(contains(errors_of_files({}), "No such file"));
  CHECK(contains(errors_of_files({{"hosts.yml", "web: {hosts: {a: }}\n"}}),
                 "there are no hosts in the group postgres"));
  CHECK(contains(errors_of_files({{"hosts.yml", "[1, 2]\n"}}), "an inventory is a mapping"));
}

TEST_CASE("circles of groups are refused wherever they close") {
  CHECK(contains(errors_of_files({{"hosts.yml", "a: {children: {b: }}\nb: {children: {a: }}\n"}}),
                 "closes a circle"));
  CHECK(contains(errors_of_files({{"hosts.yml", "a: {children: {a: }}\n"}}), "hosts.yml:1:16"));
  CHECK(contains(errors_of_files({{"hosts.yml", "a: {children: {all: }}\n"}}), "closes a circle"));
}

TEST_CASE("hostile amounts end quickly") {
  std::string hosts;
  for (int index = 0; index < 50'000; ++index) hosts += "    h" + std::to_string(index) + ":\n";
  CHECK(contains(errors_of_files({{"hosts.yml", "postgres:\n  hosts:\n" + hosts}}),
                 "too many hosts"));
  CHECK(contains(errors_of_files({{"hosts.yml", "postgres: {hosts: {'a[1:101]': }}\n"}}),
                 "there are 101 hosts in the group postgres"));
  std::string groups;
  for (int index = 0; index < 50'000; ++index)
    groups +=
        "g" + std::to_string(index) + ": {children: {g" + std::to_string(index + 1) + ": }}\n";
  CHECK(contains(errors_of_files({{"hosts.yml", groups}}), "too many groups"));
  std::string unknown;
  for (int index = 0; index < 50'000; ++index)
    unknown += "    pgmahout_x" + std::to_string(index) + ": 1\n";
  CHECK(contains(errors_of({.variables = unknown}), "unknown setting pgmahout_x"));
}

TEST_CASE("errors of files of variables come together") {
  const std::string errors = errors_of_files({{"hosts.yml", "postgres: {hosts: {a: , b: }}\n"},
                                              {"group_vars/postgres/one.yml", "- a list\n"},
                                              {"group_vars/postgres/two.yml", "a: [\n"},
                                              {"host_vars/a.yml/x.yml", "not: read"},
                                              {"group_vars/all.yml", "x: \xff\n"}});
  CHECK(contains(errors, "one.yml:1:1: a file of variables is a mapping, this is a list"));
  CHECK(contains(errors, "two.yml"));
  CHECK(contains(errors, "all.yml:1:4: this is not UTF-8"));
}

TEST_CASE("facts fill in what the inventory leaves open") {
  const TemporaryDirectory directory;
  const auto inventory = directory.write(
      "hosts.yml", pgmahout::inventory::test::text_of(
                       {.hosts = "    a: {ansible_host: 10.0.0.1, pgmahout_memory_mb: 9}\n"
                                 "    b: {ansible_host: 10.0.0.2}\n"
                                 "    c: {ansible_host: 10.0.0.3}\n"}));
  const auto facts = directory.write(
      "facts.json", R"({"a": {"memory_mb": 1987, "interface": "eth0"}, "stranger": {"x": 1},
                        "b": {"os_family": "el", "os_version": "9", "memory_mb": 1987,
                              "ssh_host_keys": ["ssh-ed25519 AAAA"]}})");
  const auto cluster = load_cluster({.inventory = inventory, .facts = facts}).value();
  CHECK(cluster.nodes.at(0).memory_mb == 9);
  CHECK(cluster.nodes.at(0).interface == "eth0");
  CHECK(cluster.nodes.at(1).os_family == pgmahout::model::OsFamily::el);
  CHECK(cluster.nodes.at(1).memory_mb == 1987);
  CHECK(cluster.nodes.at(1).ssh_host_keys.size() == 1);
  const auto wrong = directory.write("wrong.json", R"({"a": {"os_family": "bsd", "cpu": 1}})");
  const auto refused = load_cluster({.inventory = inventory, .facts = wrong});
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().size() == 2);
}

TEST_CASE("a vault value is opened only when it is used") {
  const std::string envelope = "!vault |\n      $ANSIBLE_VAULT;1.1;AES256\n      00\n";
  CHECK(load_sample({.variables = "    unused: " + envelope}).has_value());
  CHECK(contains(errors_of({.variables = "    pgmahout_pcp_password: " + envelope}),
                 "pgmahout_pcp_password: the vault is damaged"));
}

TEST_CASE("the inventories that come with the project are as they should be") {
  const std::string root = std::string(PGMAHOUT_SOURCE_DIR) + "/inventories/";
  CHECK(load_cluster({.inventory = root + "lab"}).value().vip == "10.0.0.180");
  CHECK(load_cluster({.inventory = root + "vagrant/hosts.yml"}).value().nodes.size() == 3);
  const auto proxmox = load_cluster({.inventory = root + "proxmox"});
  REQUIRE_FALSE(proxmox.has_value());
  CHECK(proxmox.error().size() == 5);  // the secrets, and nothing else
  for (const auto& error : proxmox.error()) CHECK(contains(error.hint, "vault"));
}
