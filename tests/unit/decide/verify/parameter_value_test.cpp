#include "decide/verify/parameter_value.hpp"

#include <doctest/doctest.h>

using pgmahout::decide::same_pgpool_value;
using pgmahout::decide::same_postgresql_value;
using pgmahout::model::LiveParameter;

namespace {

LiveParameter integer(const char* value, const char* unit) {
  return {.value = value, .unit = unit, .type = "integer"};
}

LiveParameter other(const char* value, const char* type) { return {.value = value, .type = type}; }

}  // namespace

TEST_CASE("memory is compared in the parameter's base unit") {
  CHECK(same_postgresql_value("128MB", integer("16384", "8kB")));
  CHECK(same_postgresql_value("1GB", integer("64", "16MB")));
  CHECK(same_postgresql_value("16384", integer("16384", "8kB")));
  CHECK(same_postgresql_value("10 GB", integer("10240", "MB")));
  CHECK(same_postgresql_value("1.5MB", integer("1536", "kB")));
  CHECK_FALSE(same_postgresql_value("128MB", integer("16385", "8kB")));
  CHECK_FALSE(same_postgresql_value("128kB", integer("128", "MB")));
}

TEST_CASE("time is compared in the parameter's base unit") {
  CHECK(same_postgresql_value("5min", integer("300", "s")));
  CHECK(same_postgresql_value("1d", integer("1440", "min")));
  CHECK(same_postgresql_value("10s", integer("10000", "ms")));
  CHECK(same_postgresql_value("-1", integer("-1", "ms")));
  CHECK_FALSE(same_postgresql_value("10ms", integer("10", "s")));
}

TEST_CASE("numbers without a unit") {
  CHECK(same_postgresql_value("100", integer("100", "")));
  CHECK(same_postgresql_value("0x1F", integer("31", "")));
  CHECK(same_postgresql_value("384", integer("0600", "")));
  CHECK_FALSE(same_postgresql_value("600", integer("0600", "")));
  CHECK(same_postgresql_value("0.90", other("0.9", "real")));
  CHECK_FALSE(same_postgresql_value("0.9", other("0.8", "real")));
  CHECK_FALSE(same_postgresql_value("many", integer("100", "")));
  CHECK_FALSE(same_postgresql_value("10 apples", integer("10", "")));
}

TEST_CASE("switches and enumerations") {
  CHECK(same_postgresql_value("yes", other("on", "bool")));
  CHECK(same_postgresql_value("0", other("off", "bool")));
  CHECK_FALSE(same_postgresql_value("on", other("off", "bool")));
  CHECK(same_postgresql_value("Replica", other("replica", "enum")));
  CHECK(same_postgresql_value("hot_standby", other("replica", "enum")));
  CHECK(same_postgresql_value("true", other("on", "enum")));
  CHECK_FALSE(same_postgresql_value("local", other("on", "enum")));
}

TEST_CASE("strings are compared to the letter") {
  CHECK(same_postgresql_value("a b", other("a b", "string")));
  CHECK_FALSE(same_postgresql_value("A", other("a", "string")));
  CHECK(same_postgresql_value("", other("", "string")));
}

TEST_CASE("Pgpool-II shows numbers in the largest unit that fits") {
  CHECK(same_pgpool_value("health_check_period", "5", "5s"));
  CHECK(same_pgpool_value("search_primary_node_timeout", "300", "5min"));
  CHECK(same_pgpool_value("connect_timeout", "10000", "10s"));
  CHECK(same_pgpool_value("connect_timeout0", "500", "500ms"));
  CHECK(same_pgpool_value("log_rotation_age", "1440", "1d"));
  CHECK(same_pgpool_value("log_rotation_size", "10240", "10MB"));
  CHECK(same_pgpool_value("memqcache_total_size", "67108864", "64MB"));
  CHECK_FALSE(same_pgpool_value("health_check_period", "5", "5min"));
  CHECK_FALSE(same_pgpool_value("connect_timeout", "10", "10s"));
}

TEST_CASE("Pgpool-II's other values") {
  CHECK(same_pgpool_value("use_watchdog", "on", "on"));
  CHECK(same_pgpool_value("use_watchdog", "true", "on"));
  CHECK_FALSE(same_pgpool_value("use_watchdog", "off", "on"));
  CHECK(same_pgpool_value("sr_check_password", "secret", "*****"));
  CHECK(same_pgpool_value("backend_weight0", "1", "1"));
  CHECK(same_pgpool_value("listen_addresses", "*", "*"));
  CHECK_FALSE(same_pgpool_value("listen_addresses", "*", "localhost"));
  CHECK_FALSE(same_pgpool_value("log_line_prefix", "%m", ""));
}
