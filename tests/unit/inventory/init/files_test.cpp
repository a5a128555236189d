#include "inventory/init/files.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

#include "inventory/load.hpp"
#include "temporary_directory.hpp"
#include "text.hpp"

using namespace pgmahout;
using inventory::yaml_text;

namespace {

model::NewInventory three_nodes() {
  return {.cluster_name = "shop",
          .nodes = {{"postgres1", "10.0.0.181"}, {"yes", "10.0.0.182"}, {"c-3.x", "10.0.0.183"}},
          .vip = "10.0.0.180",
          .network = "10.0.0.0/24",
          .postgresql_version = "16",
          .profile = "safe",
          .synchronous = "off",
          .ssh_user = "ops"};
}

std::expected<inventory::Loaded, model::Errors> loaded(const model::NewInventory& asked) {
  const pgmahout::test::TemporaryDirectory directory;
  for (const auto& file : inventory::open_files(asked)) directory.write(file.path, file.content);
  directory.write("group_vars/postgres/vault",
                  "pgmahout_postgres_password: correct horse\n"
                  "pgmahout_replication_password: battery staple\n"
                  "pgmahout_pgpool_password: tr0ub4dor and 3\n"
                  "pgmahout_watchdog_key: 5f2c81ab90de\n"
                  "pgmahout_password_key: key of the passwords\n");
  return inventory::load({.inventory = directory.path()});
}

}  // namespace

TEST_CASE("our own loader reads what was asked for") {
  const auto read = loaded(three_nodes());
  REQUIRE(read);
  const model::Cluster& cluster = read->cluster;
  CHECK(cluster.name == "shop");
  CHECK(cluster.vip == "10.0.0.180");
  CHECK(cluster.network == "10.0.0.0/24");
  CHECK(cluster.postgresql.version == model::Version{16, 0, 0});
  CHECK(cluster.failover_profile == model::FailoverProfile::safe);
  CHECK(cluster.replication.synchronous == model::Synchronous::off);
  CHECK(cluster.replication.durability == model::Durability::preferred);
  REQUIRE(cluster.nodes.size() == 3);
  CHECK(cluster.nodes[0].initial_primary);
  CHECK(cluster.nodes[1].name == "yes");
  CHECK(cluster.nodes[2].address == "10.0.0.183");
  CHECK(cluster.nodes[2].id == 2);
  CHECK(cluster.nodes[2].ssh_user == "ops");
  CHECK(read->warnings.empty());
}

TEST_CASE("with confirmations a failover insists on their proof") {
  for (const char* synchronous : {"quorum", "priority"}) {
    auto asked = three_nodes();
    asked.synchronous = synchronous;
    const auto read = loaded(asked);
    REQUIRE(read);
    CHECK(read->cluster.replication.durability == model::Durability::required);
  }
}

TEST_CASE("IPv6 addresses that YAML could take for something else are read as they are") {
  auto asked = three_nodes();
  asked.nodes = {{"a", "10:20:30:40:50:51:52:53"}, {"b", "10:20:30:40::"}};
  asked.vip = "10:20:30:40::180";
  asked.network = "10:20:30:40::/64";
  const auto read = loaded(asked);
  // The second is the network's own address, which only a rule finds out, after reading it well.
  REQUIRE_FALSE(read);
  REQUIRE(read.error().size() == 1);
  CHECK(contains(read.error()[0].what, "10:20:30:40:: is the network's own"));
}

TEST_CASE("text that YAML reads as something else is quoted") {
  for (const char* plain : {"postgres1", "a-b.c_d", "balanced", "10.0.0.1", "10.0.0.0/24"})
    CHECK(yaml_text(plain) == plain);
  for (const char* other : {"yes", "No", "OFF", "null", "~", "1", "1.5", "1e3", "::1", "2001:db8::",
                            "", "-", "a b", "a: b", "#", "{{ x }}", "0x1f", "1:20:30"})
    CHECK(yaml_text(other) == "\"" + std::string(other) + "\"");
  CHECK(yaml_text("a\"b\\c") == "\"a\\\"b\\\\c\"");
}

TEST_CASE("every file is a document with a comment for people, and short lines") {
  for (const auto& file : inventory::open_files(three_nodes())) {
    CAPTURE(file.path);
    CHECK(file.content.starts_with("---\n# "));
    CHECK(file.content.ends_with("\n"));
    CHECK_FALSE(file.secret);
    std::istringstream lines(file.content);
    for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 80);
  }
}
