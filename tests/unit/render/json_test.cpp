#include "render/json.hpp"

#include <doctest/doctest.h>

#include "render/sample_cluster.hpp"

using namespace pgmahout;

TEST_CASE("the JSON document has what the playbooks read") {
  auto cluster = test::sample_cluster();
  cluster.postgresql.users = {{"app", model::Secret(test::kNastyPassword), {"CREATEDB"}, {"x"}}};
  cluster.postgresql.databases = {{"shop", "app"}, {"other", ""}};
  const auto hosts = render::render_hosts(cluster, "");
  REQUIRE(hosts.has_value());
  const auto json = render::to_json(cluster, *hosts);
  CHECK(json.at("users").size() == 4);
  CHECK(json.at("users")[0].at("attributes") == nlohmann::json{"SUPERUSER"});
  CHECK(json.at("users")[1].at("attributes") == nlohmann::json{"REPLICATION"});
  CHECK(json.at("users")[2].at("groups") == nlohmann::json{"pg_monitor"});
  CHECK(json.at("users")[3].at("password") == test::kNastyPassword);
  CHECK(json.at("databases")[1].at("owner") == "postgres");
  CHECK(json.at("extensions")[0] ==
        nlohmann::json{{"name", "pgpool_recovery"}, {"database", "template1"}});
  CHECK(json.at("cluster").dump().find("secret") == std::string::npos);
  REQUIRE(json.at("hosts").size() == 3);
  const auto& host = json.at("hosts").at("postgres2");
  CHECK(host.at("node").at("id") == 1);
  CHECK(host.at("node").at("synchronous_standby_names") == R"(ANY 1 ("postgres1", "postgres3"))");
  CHECK(host.at("layout").at("postgresql_service") == "postgresql@15-main");
  CHECK(host.at("layout").at("state") == "/var/lib/pgmahout");
  CHECK(host.at("layout").at("guard_service") == "pgmahout-guard");
  CHECK(host.at("layout").at("heal_service") == "pgmahout-heal");
  CHECK(host.at("layout").at("linger") == "/var/lib/systemd/linger/postgres");
  CHECK(host.at("files").size() == hosts->at(1).files.size());
  for (const auto& file : host.at("files"))
    for (const char* key : {"stage", "destination", "owner", "group", "mode", "content", "secret",
                            "on_change", "validate"})
      CHECK(file.contains(key));
  CHECK(nlohmann::json::parse(json.dump()) == json);
}

TEST_CASE("from 4.7 on the extension is in postgres") {
  auto cluster = test::sample_cluster();
  cluster.pgpool.version = {4, 7, 0};
  CHECK(render::to_json(cluster, {}).at("extensions")[0].at("database") == "postgres");
}

TEST_CASE("one host alone, or an error that names the one that is not there") {
  const auto cluster = test::sample_cluster();
  const auto one = render::render_hosts(cluster, "postgres3");
  REQUIRE(one.has_value());
  REQUIRE(one->size() == 1);
  CHECK(one->front().node->name == "postgres3");
  const auto none = render::render_hosts(cluster, "postgres9");
  REQUIRE_FALSE(none.has_value());
  CHECK(none.error().kind == model::ErrorKind::usage);
}

TEST_CASE("the manifest tells everything but the contents") {
  const auto cluster = test::sample_cluster();
  const auto hosts = render::render_hosts(cluster, "postgres1");
  REQUIRE(hosts.has_value());
  const auto text = manifest(hosts->front()).dump();
  CHECK(text.find("/etc/pgpool2/pgpool.conf") != std::string::npos);
  CHECK(text.find("watchdog0key") == std::string::npos);
}
