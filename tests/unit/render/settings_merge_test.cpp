#include <doctest/doctest.h>

#include <algorithm>

#include "render/render.hpp"
#include "render/sample_cluster.hpp"

using namespace pgmahout;

namespace {

std::string content(const model::Cluster& cluster, const std::string& suffix,
                    std::size_t node = 0) {
  const auto files = render::render_host(cluster, cluster.nodes.at(node));
  if (!files) FAIL(to_string(files.error()));
  for (const auto& file : *files)
    if (file.destination.ends_with(suffix)) return file.content;
  FAIL("no file " << suffix);
  return "";
}

std::string error(const model::Cluster& cluster) {
  const auto files = render::render_host(cluster, cluster.nodes.front());
  REQUIRE_FALSE(files.has_value());
  CHECK(files.error().kind == model::ErrorKind::invalid);
  CHECK_FALSE(files.error().hint.empty());
  return to_string(files.error());
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string error_of_postgresql(const char* name, int major = 15) {
  auto cluster = test::sample_cluster();
  cluster.postgresql.version = {major, 0, 0};
  cluster.postgresql.settings = {{name, "1"}};
  return error(cluster);
}

std::string error_of_pgpool(const char* name, const char* version = "4.3") {
  auto cluster = test::sample_cluster();
  cluster.pgpool.version = model::parse_version(version).value();
  cluster.pgpool.settings = {{name, "1"}};
  return error(cluster);
}

}  // namespace

TEST_CASE("a user's setting takes the place of ours, or comes after") {
  auto cluster = test::sample_cluster();
  cluster.postgresql.settings = {
      {"Log_Checkpoints", "off"}, {"work_mem", "11MB"}, {"jit", "off"}, {"ext.x", "a'b"}};
  const auto text = content(cluster, "/postgresql.conf");
  CHECK(has(text, "log_checkpoints = off\n"));
  CHECK_FALSE(has(text, "log_checkpoints = on"));
  CHECK(has(text, "work_mem = 11MB\n"));
  CHECK(has(text, "# Settings of the inventory\next.x = 'a''b'\njit = off\n"));
}

TEST_CASE("a user's restore_command cannot end above 125") {
  auto cluster = test::sample_cluster();
  cluster.postgresql.settings = {{"restore_command", "scp h:%f %p"}};
  CHECK(
      has(content(cluster, "/postgresql.conf"), "restore_command = '( scp h:%f %p ) || exit 1'\n"));
}

TEST_CASE("what is not the user's to set is refused with the setting to use instead") {
  CHECK(has(error_of_postgresql("port"), "pgmahout_postgresql_port"));
  CHECK(has(error_of_postgresql("PORT"), "pgmahout_postgresql_port"));
  CHECK(has(error_of_postgresql("data_directory"), "pgmahout_postgresql_data_directory"));
  CHECK(has(error_of_postgresql("hba_file"), "pgmahout_postgresql_hba"));
  CHECK(has(error_of_postgresql("primary_conninfo"), "state"));
  CHECK(has(error_of_postgresql("synchronous_standby_names"), "state"));
  CHECK(has(error_of_postgresql("synchronous_standby_names"), "pgmahout_synchronous"));
  CHECK(has(error_of_postgresql("restart_after_crash"), "pgmahout_restart"));
  for (const char* timeout : {"wal_sender_timeout", "wal_receiver_timeout", "tcp_user_timeout"})
    CHECK(has(error_of_postgresql(timeout), "derived from pgmahout_failover_profile"));
  CHECK(has(error_of_postgresql("full_page_writes"), "pg_rewind needs it"));
  CHECK(has(error_of_postgresql("wal_receiver_status_interval"), "pgmahout_failover_profile"));
  CHECK(has(error_of_postgresql("wal_log_hints"), "pgmahout_rejoin"));
  CHECK(has(error_of_postgresql("recovery_target_lsn"), "without a target"));
  CHECK(has(error_of_postgresql("max_connections"), "pgmahout_max_connections"));
  for (const char* name : {"backend_hostname0", "backend_port1", "hostname0", "wd_port1",
                           "failover_command", "delegate_IP", "wd_authkey", "use_watchdog",
                           "health_check_period0", "connect_timeout1", "num_init_children"})
    CHECK(has(error_of_pgpool(name), std::string("pgmahout_pgpool_settings must not set ") + name));
}

TEST_CASE(
    "a crashed server waits to be asked for, and nobody waits for standbys that are not there") {
  const auto text = content(test::sample_cluster(), "/postgresql.conf");
  CHECK(has(text, "restart_after_crash = off\n"));
  CHECK(has(text, "wal_log_hints = on\n"));
  CHECK_FALSE(has(text, "synchronous_standby_names ="));
}

TEST_CASE("a setting that this version does not know is refused") {
  CHECK(has(error_of_postgresql("io_method"), "PostgreSQL 18 and later"));
  CHECK(has(error_of_postgresql("stats_temp_directory"), "not including, 15"));
  CHECK(has(error_of_postgresql("nonsense"), "check the spelling"));
  CHECK(has(error_of_pgpool("log_disconnections", "4.1.4"), "Pgpool-II 4.2 and later"));
  CHECK(has(error_of_pgpool("white_function_list", "4.2"), "write read_only_function_list"));
  CHECK(has(error_of_pgpool("jit.x"), "does not know"));
}

TEST_CASE("the timers may be set for all nodes") {
  auto cluster = test::sample_cluster();
  cluster.pgpool.settings = {{"health_check_period", "3"}};
  CHECK(has(content(cluster, "/pgpool.conf"), "health_check_period = 3\n"));
}

TEST_CASE("pgpool.conf of each branch") {
  const auto conf = [](const char* version, std::size_t node = 0) {
    auto cluster = test::sample_cluster();
    cluster.pgpool.version = model::parse_version(version).value();
    return content(cluster, "/pgpool.conf", node);
  };
  const auto without_priority = [](std::string text) {
    const auto line = text.find("wd_priority");
    return text.erase(line, text.find('\n', line) - line);
  };
  SUBCASE("4.1: each node names the others") {
    const auto text = conf("4.1.4", 1);
    CHECK(has(text, "master_slave_mode = on\n"));
    CHECK(has(text, "follow_master_command = "));
    CHECK(has(text, "wd_hostname = '10.0.0.182'\n"));
    CHECK(has(text, "other_pgpool_hostname0 = '10.0.0.181'\n"));
    CHECK(has(text, "other_pgpool_hostname1 = '10.0.0.183'\n"));
    CHECK(has(text, "heartbeat_destination1 = '10.0.0.183'\n"));
    CHECK(has(text, "wd_heartbeat_port = 9694\n"));
    CHECK_FALSE(has(text, "10.0.0.182'\nother"));
    CHECK_FALSE(has(text, "\nhostname0"));
  }
  SUBCASE("4.2 to 4.7: the same nodes for all") {
    for (const char* version : {"4.2", "4.3", "4.4", "4.5", "4.6", "4.7"}) {
      CAPTURE(version);
      CHECK(without_priority(conf(version, 0)) == without_priority(conf(version, 2)));
      CHECK(has(conf(version), "hostname2 = '10.0.0.183'\n"));
      CHECK(has(conf(version), "backend_clustering_mode = streaming_replication\n"));
    }
    CHECK(has(conf("4.3"), "socket_dir = "));
    CHECK(has(conf("4.3"), "delegate_IP = "));
    CHECK(has(conf("4.4"), "unix_socket_directories = "));
    CHECK(has(conf("4.4"), "delegate_ip = "));
    CHECK(has(conf("4.6"), "logdir = "));
    CHECK(has(conf("4.7"), "work_dir = "));
    CHECK(has(conf("4.7"), "recovery_database = postgres\n"));
    CHECK(has(conf("4.5"), "detach_false_primary = off\n"));
    CHECK(has(conf("4.6"), "detach_false_primary = on\n"));
  }
}

TEST_CASE("a node knows its id from 4.2 on") {
  auto cluster = test::sample_cluster();
  CHECK(content(cluster, "/pgpool_node_id", 2) == "2\n");
  cluster.pgpool.version = {4, 1, 0};
  const auto files = render::render_host(cluster, cluster.nodes[2]);
  REQUIRE(files.has_value());
  CHECK(std::ranges::none_of(
      *files, [](const auto& file) { return file.destination.ends_with("pgpool_node_id"); }));
}

TEST_CASE("which file changes tells whether a restart is needed") {
  const auto changed = [](const model::Parameters& settings) {
    auto cluster = test::sample_cluster();
    const auto before = content(cluster, "/pgpool-restart.conf");
    const auto whole = content(cluster, "/pgpool.conf");
    cluster.pgpool.settings = settings;
    CHECK(content(cluster, "/pgpool.conf") != whole);
    return content(cluster, "/pgpool-restart.conf") != before;
  };
  CHECK_FALSE(changed({{"log_connections", "on"}}));
  CHECK_FALSE(changed({{"health_check_period", "3"}}));
  CHECK(changed({{"child_life_time", "100"}}));
  CHECK(changed({{"wd_interval", "3"}}));
}

TEST_CASE("what cannot work is refused") {
  auto cluster = test::sample_cluster();
  SUBCASE("IPv6 before 4.6") {
    cluster.vip = "fd00::180";
    cluster.pgpool.version = {4, 5, 0};
    CHECK(has(error(cluster), "knows no IPv6"));
  }
  SUBCASE("no network device") {
    cluster.nodes[0].interface = "";
    CHECK(has(error(cluster), "[postgres1] the network device"));
    cluster.vip_interface = "eth0";
    CHECK(has(content(cluster, "/sudoers.d/pgmahout"), "10.0.0.180/24 dev eth0\n"));
  }
  SUBCASE("a device that is none") {
    cluster.nodes[0].interface = "eth0 up; rm";
    CHECK(has(error(cluster), "is not a network device"));
  }
  SUBCASE("a data directory that the failover command's shell would change") {
    cluster.postgresql.data_directory = "/data/$HOME";
    CHECK(has(error(cluster), "pgmahout_postgresql_data_directory"));
  }
  SUBCASE("a password that is too long for Pgpool-II") {
    cluster.postgresql.users = {{"app", model::Secret(std::string(125, 'x')), {}, {}}};
    CHECK(has(error(cluster), "user app: the password is longer"));
    CHECK_FALSE(has(error(cluster), "xxx"));
  }
  SUBCASE("a password of two lines") {
    cluster.postgresql.superuser_password = model::Secret("one\ntwo");
    CHECK(has(error(cluster), "a line break"));
  }
  SUBCASE("a rule without an address") {
    cluster.postgresql.hba_rules = {{"host", "all", "all", "", "md5", ""}};
    CHECK(has(error(cluster), "pgmahout_postgresql_hba: rule 1 has no address"));
  }
}

TEST_CASE("secrets are only in files that say so, and those are for their owner alone") {
  auto cluster = test::sample_cluster();
  cluster.postgresql.users = {{"app", model::Secret("app secret"), {}, {}}};
  const auto files = render::render_host(cluster, cluster.nodes[0]);
  REQUIRE(files.has_value());
  for (const auto& file : *files) {
    CAPTURE(file.destination);
    CHECK(file.mode.back() == (file.secret ? '0' : file.mode.back()));
    if (file.secret) continue;
    for (const char* secret : {"super secret", "replication secret", "pool secret", "pcp secret",
                               "watchdog0key", "the key of the passwords", "app secret"})
      CHECK_FALSE(has(file.content, secret));
  }
}
