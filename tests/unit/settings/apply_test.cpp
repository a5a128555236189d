#include <doctest/doctest.h>

#include "inventory/fixture.hpp"

using namespace pgmahout;
using pgmahout::inventory::test::errors_of;
using pgmahout::inventory::test::load_sample;

namespace {

// The errors when a setting has that value.
std::string refused(const std::string& key, const std::string& value) {
  return errors_of({.variables = "    " + key + ": " + value + "\n"});
}

struct Wrong {
  std::string key;
  std::string value;
  std::string message;
};

}  // namespace

TEST_CASE("values of the wrong type or out of range say what would be right") {
  const std::vector<Wrong> wrong{
      {"pgmahout_postgresql_port", "0", "must be an integer from 1 to 65535, not \"0\""},
      {"pgmahout_postgresql_port", "65536", "not \"65536\""},
      {"pgmahout_postgresql_port", "yes", "not true"},
      {"pgmahout_postgresql_port", "[1]", "not a list"},
      {"pgmahout_postgresql_port", "", "has no value"},
      {"pgmahout_postgresql_version", "12", "must be one of 13, 14, 15, 16, 17, 18"},
      {"pgmahout_pgpool_version", "4.8", "must be a Pgpool-II version"},
      {"pgmahout_pgpool_version", "4", "must be a Pgpool-II version"},
      {"pgmahout_network", "10.0.0.5/24", "whose host bits are all 0"},
      {"pgmahout_network", "10.0.0.0/33", "must be a network"},
      {"pgmahout_vip", "10.0.0", "must be an IPv4 or IPv6 address"},
      {"pgmahout_vip_interface", "a-name-far-too-long", "must be the name of a network device"},
      {"pgmahout_postgresql_data_directory", "data", "must be an absolute path"},
      {"pgmahout_postgresql_data_directory", "/data/../etc", "must be an absolute path"},
      {"pgmahout_postgresql_data_directory", "/data/$(x)", "must be an absolute path"},
      {"pgmahout_superuser", "''", "1 to 63 bytes"},
      {"pgmahout_superuser", std::string(64, 'x'), "1 to 63 bytes"},
      {"pgmahout_slot_name", "Upper", "lower-case letters"},
      {"pgmahout_backend_weight", "-1", "must be a number from 0"},
      {"pgmahout_backend_weight", ".nan", "must be a number from 0"},
      {"pgmahout_allow_weak_passwords", "maybe", "must be true or false"},
      {"pgmahout_synchronous", "on", "must be one of off, quorum, priority, not true"},
      {"pgmahout_synchronous_confirmations", "0", "must be an integer from 1 to 14"},
      {"pgmahout_synchronous_confirmations", "15", "must be an integer from 1 to 14"},
      {"pgmahout_durability", "off", "must be one of required, preferred, not false"},
      {"pgmahout_standbys_lost", "wait", "must be one of block, degrade"},
      {"pgmahout_restart", "always", "must be one of first, never"},
      {"pgmahout_rejoin", "no", "must be one of rewind, clone, manual"},
      {"pgmahout_promotion_wait_ms", "-1", "must be an integer from 0 to 600000"},
      {"pgmahout_max_slot_wal_keep_size", "10 gigs", "must be a size like 10GB"},
      {"pgmahout_postgres_password", "12345678", "must be text, it is an integer"},
      {"pgmahout_postgresql_settings", "[a]", "must be a mapping of parameters"},
      {"pgmahout_postgresql_settings", "{a b: 1}", "is no name of a parameter"},
      {"pgmahout_postgresql_settings", "{a: [1]}", "must have a plain value"},
      {"pgmahout_users", "{name: a}", "must be a list of mappings"},
      {"pgmahout_users", "[word]", "must hold mappings, this is text"},
      {"pgmahout_users", "[{name: a}]", "needs the field password"},
      {"pgmahout_users", "[{nam: a, name: a, password: long enough}]", "did you mean name?"},
      {"pgmahout_users", "[{name: a, password: long enough, groups: [[x]]}]", "a list of words"},
      {"pgmahout_databases", "[{owner: postgres}]", "needs the field name"},
      {"pgmahout_extensions", "[{name: hstore}]", "needs the field database"},
      {"pgmahout_postgresql_hba", "[{type: host, user: all, method: md5}]",
       "needs the field database"},
  };
  for (const auto& [key, value, message] : wrong) {
    CAPTURE(key);
    CAPTURE(value);
    const std::string errors = refused(key, value);
    CHECK_MESSAGE(errors.find(message) != std::string::npos, errors);
    CHECK(errors.find("] " + key + " ") != std::string::npos);
    CHECK(errors.find("hosts.yml:1") != std::string::npos);
  }
}

TEST_CASE("what means the same is taken in every spelling") {
  const auto cluster = load_sample({.variables = "    pgmahout_postgresql_port: '5433'\n"
                                                 "    pgmahout_postgresql_version: '16'\n"
                                                 "    pgmahout_pgpool_version: 4.4\n"
                                                 "    pgmahout_max_slot_wal_keep_size: -1\n"
                                                 "    pgmahout_backend_weight: 2\n"
                                                 "    pgmahout_superuser: Ärger\n"
                                                 "    pgmahout_postgresql_settings: {jit: off, "
                                                 "work_mem: 64MB, random_page_cost: 1.1}\n"})
                           .value()
                           .cluster;
  CHECK(cluster.postgresql.port == 5433);
  CHECK(cluster.postgresql.data_directory == "/data1/pgsql/16/data");
  CHECK(cluster.pgpool.version.minor_number == 4);
  CHECK(cluster.postgresql.max_slot_wal_keep_size == "-1");
  CHECK(cluster.postgresql.settings.at("jit") == "off");
  CHECK(cluster.postgresql.settings.at("random_page_cost") == "1.1");
}

TEST_CASE("what a commit promises is set as it is said, and otherwise is the safest") {
  const auto safest = load_sample({}).value().cluster;
  CHECK(safest.replication == model::Replication{});
  CHECK(safest.restart_first);
  CHECK(safest.rejoin == model::Rejoin::clone);
  CHECK(safest.guard_timers == model::GuardTimers{});

  const auto cluster = load_sample({.variables = "    pgmahout_synchronous: priority\n"
                                                 "    pgmahout_synchronous_confirmations: 2\n"
                                                 "    pgmahout_durability: preferred\n"
                                                 "    pgmahout_standbys_lost: degrade\n"
                                                 "    pgmahout_restart: never\n"
                                                 "    pgmahout_rejoin: manual\n"
                                                 "    pgmahout_fence_after_ms: 400\n"
                                                 "    pgmahout_stop_bound_ms: 900\n"
                                                 "    pgmahout_promotion_wait_ms: 20000\n"})
                           .value()
                           .cluster;
  CHECK(cluster.replication == model::Replication{.synchronous = model::Synchronous::priority,
                                                  .confirmations = 2,
                                                  .durability = model::Durability::preferred,
                                                  .standbys_lost = model::StandbysLost::degrade});
  CHECK_FALSE(cluster.restart_first);
  CHECK(cluster.rejoin == model::Rejoin::manual);
  CHECK(cluster.guard_timers == model::GuardTimers{.fence_after_ms = 400,
                                                   .stop_bound_ms = 900,
                                                   .promotion_wait_ms = 20000});
}

TEST_CASE("off is a choice, though YAML reads it as false") {
  for (const std::string off : {"off", "'off'"}) {
    CAPTURE(off);
    const auto loaded = load_sample({.variables = "    pgmahout_synchronous: " + off +
                                                  "\n    pgmahout_durability: preferred\n"});
    REQUIRE(loaded.has_value());
    CHECK(loaded->cluster.replication.synchronous == model::Synchronous::off);
  }
}
