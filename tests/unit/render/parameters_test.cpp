#include "render/parameters.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "render/pgpool_parameters.hpp"
#include "render/postgresql_parameters.hpp"

using namespace pgmahout;
using render::Context;
using render::pgpool_parameters;
using render::postgresql_parameters;

namespace {

model::Version version(const char* text) { return model::parse_version(text).value(); }

bool pgpool_knows(const char* name, const char* at) {
  return pgpool_parameters().find(name, version(at)) != nullptr;
}

bool postgresql_knows(const char* name, const char* at) {
  return postgresql_parameters().find(name, version(at)) != nullptr;
}

std::size_t count(const render::ParameterTable& table, const char* at) {
  std::size_t names = 0;
  for (const auto& row : table.rows)
    if (row.since <= version(at) && version(at) < row.before)
      names += 1 + static_cast<std::size_t>(std::ranges::count(row.names, ' '));
  return names;
}

}  // namespace

TEST_CASE("the windows of Pgpool-II's parameters") {
  struct Window {
    const char* name;
    const char* last_without;  ///< the release before the first that knows it
    const char* first;
    const char* last;
    const char* first_without;  ///< the release after the last that knows it
  };
  for (const Window& window : std::initializer_list<Window>{
           {"backend_clustering_mode", "4.1.23", "4.2", "4.7.2", ""},
           {"master_slave_mode", "", "4.1", "4.1.23", "4.2"},
           {"follow_primary_command", "4.1.23", "4.2", "4.7", ""},
           {"follow_master_command", "", "4.1", "4.1.4", "4.2"},
           {"delegate_IP", "", "4.1", "4.3.20", "4.4"},
           {"delegate_ip", "4.3.20", "4.4", "4.7", ""},
           {"socket_dir", "", "4.1", "4.3", "4.4"},
           {"unix_socket_directories", "4.3.20", "4.4", "4.7", ""},
           {"logdir", "", "4.1", "4.6.7", "4.7"},
           {"work_dir", "4.6.7", "4.7", "4.7.2", ""},
           {"failover_on_backend_shutdown", "4.2.24", "4.3", "4.7", ""},
           {"recovery_database", "4.6.7", "4.7", "4.7.2", ""},
           {"wd_listen_address", "4.7", "4.7.1", "4.7.2", ""},
           {"wd_no_show_node_removal_timeout", "4.3", "4.3.1", "4.7", ""},
           {"wd_initial_node_showup_time", "4.2.24", "4.3", "4.3", "4.3.1"},
           {"log_backend_messages", "4.5.12", "4.6", "4.7", ""},
           {"hostname0", "4.1.23", "4.2", "4.7", ""},
           {"wd_hostname", "", "4.1", "4.1", "4.2"},
           {"other_pgpool_hostname1", "", "4.1", "4.1", "4.2"},
           {"auto_failback", "", "4.1", "4.7", ""}}) {
    CAPTURE(window.name);
    CHECK(pgpool_knows(window.name, window.first));
    CHECK(pgpool_knows(window.name, window.last));
    if (*window.last_without != '\0') CHECK_FALSE(pgpool_knows(window.name, window.last_without));
    if (*window.first_without != '\0') CHECK_FALSE(pgpool_knows(window.name, window.first_without));
  }
}

TEST_CASE("a parameter that came to several branches with point releases") {
  for (const char* at : {"4.1.11", "4.2.8", "4.3.1", "4.4", "4.7"})
    CHECK(pgpool_knows("health_check_test", at));
  for (const char* at : {"4.1.10", "4.2.7", "4.3"})
    CHECK_FALSE(pgpool_knows("health_check_test", at));
}

TEST_CASE("names with a node's number") {
  CHECK(pgpool_knows("backend_port12", "4.3"));
  CHECK_FALSE(pgpool_knows("backend_port", "4.3"));
  CHECK(pgpool_knows("health_check_period", "4.3"));
  CHECK(pgpool_knows("health_check_period0", "4.3"));
  CHECK_FALSE(pgpool_knows("max_pool0", "4.3"));
  CHECK_FALSE(pgpool_knows("PORT", "4.3"));
  CHECK(pgpool_knows("wd_port", "4.1"));
  CHECK_FALSE(pgpool_knows("wd_port0", "4.1"));
  CHECK(pgpool_knows("wd_port0", "4.2"));
  CHECK_FALSE(pgpool_knows("wd_port", "4.2"));
}

TEST_CASE("the windows of PostgreSQL's parameters") {
  struct Window {
    const char* name;
    int first;
    int last;
  };
  for (const Window& window : std::initializer_list<Window>{{"promote_trigger_file", 13, 15},
                                                            {"stats_temp_directory", 13, 14},
                                                            {"vacuum_defer_cleanup_age", 13, 15},
                                                            {"old_snapshot_threshold", 13, 16},
                                                            {"force_parallel_mode", 13, 15},
                                                            {"debug_parallel_query", 16, 18},
                                                            {"idle_session_timeout", 14, 18},
                                                            {"archive_library", 15, 18},
                                                            {"reserved_connections", 16, 18},
                                                            {"allow_alter_system", 17, 18},
                                                            {"io_method", 18, 18},
                                                            {"ssl_ecdh_curve", 13, 17},
                                                            {"ssl_groups", 18, 18},
                                                            {"wal_keep_size", 13, 18},
                                                            {"output_plugin_libraries", 14, 18}})
    for (int major = 13; major <= 18; ++major) {
      CAPTURE(window.name);
      CAPTURE(major);
      CHECK(postgresql_knows(window.name, std::to_string(major).c_str()) ==
            (window.first <= major && major <= window.last));
    }
  CHECK_FALSE(postgresql_knows("wal_keep_segments", "13"));
  CHECK(postgresql_knows("datestyle", "15"));
  CHECK(postgresql_knows("DateStyle", "15"));
}

TEST_CASE("the contexts: what a reload takes up and what it does not") {
  const auto context = [](const char* name, const char* at) {
    return postgresql_parameters().find(name, version(at))->context;
  };
  CHECK(context("shared_buffers", "15") == Context::postmaster);
  CHECK(context("archive_command", "15") == Context::sighup);
  CHECK(context("restore_command", "13") == Context::postmaster);
  CHECK(context("restore_command", "14") == Context::sighup);
  CHECK(context("work_mem", "15") == Context::user);
  CHECK(context("autovacuum_max_workers", "17") == Context::postmaster);
  CHECK(context("autovacuum_max_workers", "18") == Context::sighup);
  const auto restarts = [](const char* name, const char* at) {
    return needs_restart(pgpool_parameters().find(name, version(at))->context);
  };
  CHECK(restarts("port", "4.3"));
  CHECK(restarts("delegate_IP", "4.3"));
  CHECK_FALSE(restarts("failover_command", "4.3"));
  CHECK_FALSE(restarts("health_check_period", "4.3"));
  CHECK(restarts("log_directory", "4.5"));
  CHECK_FALSE(restarts("log_directory", "4.6"));
}

TEST_CASE("no parameter stands twice for one version") {
  for (const char* at : {"4.1", "4.1.23", "4.2", "4.2.24", "4.3", "4.3.20", "4.4", "4.4.17", "4.5",
                         "4.6", "4.7", "4.7.2"})
    for (const auto& row : pgpool_parameters().rows)
      if (row.since <= version(at) && version(at) < row.before) {
        const std::string first(row.names.substr(0, row.names.find(' ')));
        const std::string name = row.shape == render::Shape::per_node ? first + "0" : first;
        CAPTURE(name);
        CHECK(pgpool_parameters().find(name, version(at)) == &row);
      }
  CHECK(count(postgresql_parameters(), "13") == 331);
  CHECK(count(postgresql_parameters(), "15") == 353 + 2);
  CHECK(count(postgresql_parameters(), "18") == 398 + 2);
}

TEST_CASE("an unknown parameter's error names the version and the name that would do") {
  const auto error = [](const auto& table, const char* name, const char* at) {
    return to_string(table.unknown(name, version(at)).value());
  };
  CHECK(error(pgpool_parameters(), "follow_primary_command", "4.1") ==
        "Pgpool-II 4.1 does not know the parameter follow_primary_command; it is known to "
        "Pgpool-II 4.2 and later\n  hint: write follow_master_command instead: that is its name "
        "in this version");
  CHECK(error(pgpool_parameters(), "heartbeat_destination2", "4.4")
            .find("write heartbeat_hostname2 instead") != std::string::npos);
  CHECK(error(pgpool_parameters(), "recovery_database", "4.6.7")
            .find("known to Pgpool-II 4.7 and later") != std::string::npos);
  CHECK(error(postgresql_parameters(), "promote_trigger_file", "16")
            .find("known to PostgreSQL 13 up to, but not including, 16") != std::string::npos);
  CHECK(error(postgresql_parameters(), "wal_keep_segments", "15").find("write wal_keep_size") !=
        std::string::npos);
  CHECK(error(postgresql_parameters(), "shared_bufers", "15").find("check the spelling") !=
        std::string::npos);
}
