#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "act/rendered_tree.hpp"
#include "render/sample_cluster.hpp"
#include "text.hpp"

// Whole trees for several clusters. After a change that is meant: PGMAHOUT_UPDATE_GOLDEN=1
// unit_tests -tc='golden*', then read the difference before committing it.

using namespace pgmahout;

namespace {

namespace fs = std::filesystem;

const fs::path kGolden = fs::path(PGMAHOUT_SOURCE_DIR) / "tests/render/golden";

struct Case {
  std::string name;
  model::Cluster cluster;
  std::string host;  ///< only this one; empty: all
};

model::Cluster debian12() {
  auto cluster = test::sample_cluster();
  cluster.postgresql.users = {{"app", model::Secret("app secret"), {"CREATEDB"}, {}}};
  return cluster;
}

model::Cluster ipv6_debian13() {
  auto cluster = test::sample_cluster(5);
  cluster.vip = "fd00:1::180";
  cluster.network = "fd00:1::/64";
  cluster.network_prefix = 64;
  cluster.failover_profile = model::FailoverProfile::fast;
  cluster.postgresql.version = {17, 0, 0};
  cluster.postgresql.port = 5433;
  cluster.postgresql.data_directory = "/srv/my data/17";
  cluster.postgresql.archive_directory = "/srv/my archive/17";
  cluster.postgresql.superuser = "Super User";
  cluster.postgresql.superuser_password = model::Secret(test::kNastyPassword);
  cluster.postgresql.settings = {{"shared_buffers", "1GB"},
                                 {"wal_level", "logical"},
                                 {"pg_stat_statements.track", "all"},
                                 {"restore_command", "pgbackrest archive-get %f \"%p\""}};
  cluster.postgresql.hba_rules = {{"hostssl", "all", "app,+staff", "fd00:2::/64", "cert", ""},
                                  {"local", "my db", "all", "", "peer", "map=x"}};
  cluster.pgpool.version = {4, 7, 0};
  cluster.pgpool.settings = {
      {"client_idle_limit", "300"}, {"wd_heartbeat_deadtime", "9"}, {"wd_interval", "3"}};
  cluster.replication = {.synchronous = model::Synchronous::priority,
                         .confirmations = 2,
                         .durability = model::Durability::preferred,
                         .standbys_lost = model::StandbysLost::degrade};
  cluster.restart_first = false;
  cluster.rejoin = model::Rejoin::rewind;
  cluster.guard_timers.promotion_wait_ms = 14000;
  cluster.pgpool.hba_rules = {{"host", "all", "app", "fd00:2::/64", "scram-sha-256", ""}};
  for (auto& node : cluster.nodes) {
    node.name = "DB-" + std::to_string(node.id) + ".example.org";
    node.address = "fd00:1::" + std::to_string(181 + node.id);
    node.ssh_port = 2222;
    node.os_version = "13";
    node.memory_mb = 64000;
    node.interface = "enp0s8";
  }
  return cluster;
}

model::Cluster oldest() {
  auto cluster = test::sample_cluster();
  cluster.failover_profile = model::FailoverProfile::safe;
  cluster.postgresql.version = {13, 0, 0};
  cluster.postgresql.data_directory = "/data1/pgsql/13/data";
  cluster.postgresql.archive_directory = "/data1/pgsql/13/archive";
  cluster.pgpool.version = {4, 1, 4};
  for (auto& node : cluster.nodes) {
    node.os_version = "11";
    node.memory_mb = 0;
    node.ssh_host_keys.clear();
  }
  return cluster;
}

model::Cluster el9() {
  auto cluster = test::sample_cluster();
  cluster.postgresql.version = {16, 0, 0};
  cluster.postgresql.data_directory = "/data1/pgsql/16/data";
  cluster.postgresql.archive_directory = "/data1/pgsql/16/archive";
  cluster.pgpool.version = {4, 5, 12};
  cluster.vip_interface = "eth1";
  for (auto& node : cluster.nodes) {
    node.os_family = model::OsFamily::el;
    node.os_version = "9";
    node.memory_mb = 16000;
  }
  return cluster;
}

std::vector<Case> cases() {
  return {{"debian12_pg15_pgpool43", debian12(), "postgres1"},
          {"debian13_pg17_pgpool47_ipv6", ipv6_debian13(), "DB-4.example.org"},
          {"debian11_pg13_pgpool41", oldest(), ""},
          {"el9_pg16_pgpool45", el9(), "postgres2"}};
}

std::vector<act::OutputFile> rendered(const Case& one) {
  const auto hosts = render::render_hosts(one.cluster, one.host);
  if (!hosts) FAIL(to_string(hosts.error()));
  auto files = act::output_files(one.cluster, *hosts);
  if (!files) FAIL(to_string(files.error()));
  return *files;
}

void update(const Case& one) {
  fs::remove_all(kGolden / one.name);
  for (const auto& file : rendered(one)) {
    const auto path = kGolden / one.name / file.path;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << file.content;
  }
}

std::set<fs::path> tree(const fs::path& top) {
  std::set<fs::path> found;
  if (!fs::exists(top)) return found;
  for (const auto& entry : fs::recursive_directory_iterator(top))
    if (entry.is_regular_file()) found.insert(entry.path().lexically_relative(top));
  return found;
}

}  // namespace

TEST_CASE("golden: every file of every cluster is as it was reviewed") {
  // NOLINTNEXTLINE(concurrency-mt-unsafe)
  const bool updates = std::getenv("PGMAHOUT_UPDATE_GOLDEN") != nullptr;
  for (const auto& one : cases()) {
    CAPTURE(one.name);
    if (updates) update(one);
    std::set<fs::path> expected;
    for (const auto& file : rendered(one)) {
      CAPTURE(file.path.string());
      expected.insert(file.path);
      CHECK(content_of(kGolden / one.name / file.path) == file.content);
    }
    CHECK(tree(kGolden / one.name) == expected);
  }
}
