#include "inventory/description.hpp"

#include <doctest/doctest.h>

#include "inventory/fixture.hpp"
#include "model/description.hpp"

using namespace pgmahout;
using inventory::load_description;
using inventory::test::load_sample;
using inventory::test::TemporaryDirectory;
using model::from_json;
using model::to_json;

namespace {

model::Cluster sample() {
  auto cluster =
      load_sample({.variables =
                       "    pgmahout_users: [{name: app, password: an app's own, attributes: "
                       "[CREATEDB], groups: [pg_monitor]}]\n"
                       "    pgmahout_databases: [{name: shop, owner: app}]\n"
                       "    pgmahout_extensions: [{name: hstore, database: shop}]\n"
                       "    pgmahout_postgresql_hba: [{type: host, database: all, user: app, "
                       "address: 10.1.0.0/16, method: scram-sha-256, options: x=y}]\n"
                       "    pgmahout_pool_hba: [{type: host, database: all, user: app, "
                       "address: all, method: scram-sha-256}]\n"
                       "    pgmahout_postgresql_settings: {work_mem: 64MB}\n"
                       "    pgmahout_pgpool_settings: {log_connections: yes}\n"
                       "    pgmahout_failover_profile: safe\n"
                       "    pgmahout_repository: none\n"
                       "    pgmahout_synchronous: priority\n"
                       "    pgmahout_synchronous_confirmations: 2\n"
                       "    pgmahout_durability: preferred\n"
                       "    pgmahout_standbys_lost: degrade\n"
                       "    pgmahout_restart: never\n"
                       "    pgmahout_rejoin: rewind\n"
                       "    pgmahout_fence_after_ms: 1500\n"
                       "    pgmahout_stop_bound_ms: 2500\n"
                       "    pgmahout_promotion_wait_ms: 40000\n"
                       "    pgmahout_pgpool_version: 4.3.5\n"
                       "    ansible_password: sesame opens\n"})
          ->cluster;
  auto& node = cluster.nodes.at(1);
  node.os_family = model::OsFamily::el;
  node.os_version = "9";
  node.memory_mb = 4000;
  node.interface = "eth1";
  node.ssh_host_keys = {"ssh-ed25519 AAAA"};
  return cluster;
}

}  // namespace

TEST_CASE("a description comes back as it was written") {
  const auto cluster = sample();
  const auto json = to_json(cluster);
  const auto again = from_json(json);
  REQUIRE(again.has_value());
  CHECK(to_json(*again) == json);
  CHECK(again->nodes.at(1).os_family == model::OsFamily::el);
  CHECK(again->failover_profile == model::FailoverProfile::safe);
  CHECK(again->repository == model::Repository::none);
  CHECK(again->replication == cluster.replication);
  CHECK(again->replication.synchronous == model::Synchronous::priority);
  CHECK_FALSE(again->restart_first);
  CHECK(again->rejoin == model::Rejoin::rewind);
  CHECK(again->guard_timers == cluster.guard_timers);
  CHECK(again->guard_timers.stop_bound_ms == 2500);
  CHECK(again->pgpool.version == model::Version{4, 3, 5});
  CHECK(again->pgpool.settings.at("log_connections") == "on");
  CHECK(again->postgresql.users.at(0).groups.at(0) == "pg_monitor");
  CHECK(again->postgresql.hba_rules.at(0).options == "x=y");
  CHECK(again->initial_primary().name == "postgres1");
}

TEST_CASE("every field of the model is described") {
  // A field of the model that is added and forgotten here would be lost on the nodes.
  const auto json = to_json(sample());
  CHECK(json.size() == 17);
  CHECK(json["replication"].size() == 4);
  CHECK(json["guard_timers"].size() == 3);
  CHECK(json["postgresql"].size() == 15);
  CHECK(json["pgpool"].size() == 10);
  CHECK(json["nodes"][0].size() == 16);
}

TEST_CASE("a description holds no secret") {
  const std::string text = to_json(sample()).dump();
  for (const char* secret : {"correct horse", "battery staple", "tr0ub4dor", "5f2c81ab90de",
                             "key of the passwords", "an app's own", "sesame"})
    CHECK_MESSAGE(text.find(secret) == std::string::npos, secret);
}

TEST_CASE("what is no description is refused") {
  const TemporaryDirectory directory;
  CHECK_FALSE(load_description(directory.path() / "none").has_value());
  for (const char* text : {"", "{", "[]", "{\"format\": 2}", "{\"format\": 1}"}) {
    const auto loaded = load_description(directory.write("cluster.json", text));
    REQUIRE_FALSE(loaded.has_value());
    CHECK(loaded.error().kind == model::ErrorKind::invalid);
    CHECK(loaded.error().where->file.ends_with("cluster.json"));
  }
  auto json = to_json(sample());
  json["pgpool"]["port"] = 70000;
  CHECK_FALSE(from_json(json).has_value());
  json = to_json(sample());
  json["nodes"][0]["os_family"] = "bsd";
  CHECK_FALSE(from_json(json).has_value());
  json = to_json(sample());
  json["replication"]["durability"] = "perhaps";
  CHECK_FALSE(from_json(json).has_value());
}
