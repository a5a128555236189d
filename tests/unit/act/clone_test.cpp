#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "act/clone/base_backup.hpp"
#include "act/clone/standby_files.hpp"
#include "act/clone/tablespaces.hpp"
#include "act/clone/workplace.hpp"
#include "act/conninfo.hpp"
#include "act/pcp.hpp"
#include "act/pgpool_call.hpp"
#include "model/control_data.hpp"
#include "ports/files.hpp"
#include "ports/local/systemd_server.hpp"
#include "temporary_directory.hpp"

using namespace pgmahout;
namespace fs = std::filesystem;

namespace {

void put(const fs::path& path) {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << path.filename().string();
}

}  // namespace

TEST_CASE("pg_basebackup's progress") {
  const auto progress =
      act::clone::parse_progress("  23053/30901 kB (74%), 0/1 tablespace (...base/5/1259)");
  REQUIRE(progress.has_value());
  CHECK(progress->bytes == 23053 * 1024);
  CHECK(progress->total == 30901 * 1024);
  for (const char* other : {"", "waiting for checkpoint", "1/x kB", "pg_basebackup: error: 1/2 kB",
                            "99999999999999999999999/1 kB"})
    CHECK_MESSAGE(!act::clone::parse_progress(other).has_value(), other);
}

TEST_CASE("rates that pg_basebackup takes") {
  for (const char* good : {"32", "1024k", "10M", "1024M"}) CHECK(act::clone::is_valid_rate(good));
  for (const char* bad : {"", "31", "1025M", "-5", "10G", "10 M", "M", "1e3", "99999999999M"})
    CHECK_MESSAGE(!act::clone::is_valid_rate(bad), bad);
}

TEST_CASE("the state of a standby replaces what was copied, once") {
  const auto text = act::clone::standby_auto_conf(
      "# Do not edit\nwork_mem = '7MB'\nPRIMARY_conninfo = 'host=old'\n  primary_slot_name='x'\n"
      "recovery_target_lsn = '0/1'\nprimary_conninfo_like.mine = 'stays'",
      {.primary_conninfo = "host='a' password_like='it\\'s'", .primary_slot_name = "s"});
  CHECK(text ==
        "# Do not edit\nwork_mem = '7MB'\nprimary_conninfo_like.mine = 'stays'\n"
        "primary_conninfo = 'host=''a'' password_like=''it\\\\''s'''\nprimary_slot_name = 's'\n"
        "recovery_target_timeline = 'latest'\n");
}

TEST_CASE("values of a connection string") {
  CHECK(act::conninfo_value("it's a\\b") == "'it\\'s a\\\\b'");
}

TEST_CASE("where a tablespace goes") {
  const test::TemporaryDirectory scratch;
  const auto base = (scratch / "ts").string();
  CHECK(*act::clone::free_location(base) == base);
  put(scratch / "ts/PG_15_1/file");
  CHECK(*act::clone::free_location(base) == base + "/pgmahout-a");
  put(scratch / "ts/pgmahout-a/PG_15_1/file");
  CHECK(*act::clone::free_location(base) == base + "/pgmahout-b");
  CHECK(*act::clone::free_location(base + "/pgmahout-a") == base + "/pgmahout-b");
  put(scratch / "ts/pgmahout-b/x");
  CHECK_FALSE(act::clone::free_location(base).has_value());
}

TEST_CASE("clearing a location takes only what is PostgreSQL's of that version") {
  const test::TemporaryDirectory scratch;
  put(scratch / "ts/PG_15_1/file");
  put(scratch / "ts/PG_14_1/file");
  put(scratch / "ts/mine");
  REQUIRE(act::clone::clear_location((scratch / "ts").string(), 15).has_value());
  CHECK_FALSE(fs::exists(scratch / "ts/PG_15_1"));
  CHECK(fs::exists(scratch / "ts/PG_14_1"));
  CHECK(fs::exists(scratch / "ts/mine"));
  CHECK(act::clone::clear_location((scratch / "nowhere").string(), 15).has_value());
}

TEST_CASE("a finished copy takes the place of the data directory") {
  const test::TemporaryDirectory scratch;
  const act::clone::Workplace place((scratch / "data").string(), 15);
  put(scratch / "data/old");
  put(fs::path(place.copy()) / "new");
  REQUIRE(place.swap_in().has_value());
  CHECK(fs::exists(scratch / "data/new"));
  CHECK_FALSE(fs::exists(scratch / "data/old"));
  REQUIRE(place.clean({}).has_value());
  CHECK_FALSE(fs::exists(place.copy()));
  CHECK_FALSE(fs::exists(place.data() + ".pgmahout-old"));
}

TEST_CASE("a run that ended between two renames is undone") {
  const test::TemporaryDirectory scratch;
  const act::clone::Workplace place((scratch / "data").string(), 15);
  put(scratch / "data.pgmahout-old/old");
  put(fs::path(place.copy()) / "new");
  REQUIRE(place.clean({}).has_value());
  CHECK(fs::exists(scratch / "data/old"));
  CHECK_FALSE(fs::exists(place.copy()));
}

TEST_CASE("the journal of a clone") {
  const test::TemporaryDirectory scratch;
  const act::clone::Workplace place((scratch / "data").string(), 15);
  CHECK(place.read_journal()->slot.empty());
  REQUIRE(place.write_journal({.slot = "s", .slot_node = "n", .tablespaces = {"/a"}}).has_value());
  const auto journal = place.read_journal();
  CHECK(journal->slot == "s");
  CHECK(journal->slot_node == "n");
  CHECK(journal->tablespaces == std::vector<std::string>{"/a"});
  std::ofstream(scratch / "data.pgmahout-journal") << "{ damaged";
  CHECK_FALSE(place.read_journal().has_value());
  REQUIRE(place.remove_journal().has_value());
  CHECK(place.read_journal()->slot.empty());
}

TEST_CASE("one clone at a time") {
  const test::TemporaryDirectory scratch;
  const act::clone::Workplace place((scratch / "data").string(), 15);
  const auto first = place.lock();
  REQUIRE(first.has_value());
  const auto second = place.lock();
  REQUIRE_FALSE(second.has_value());
  CHECK(second.error().kind == model::ErrorKind::refused);
}

TEST_CASE("a file is replaced as a whole") {
  const test::TemporaryDirectory scratch;
  REQUIRE(ports::write_file(scratch / "f", "one").has_value());
  REQUIRE(ports::write_file(scratch / "f", "two").has_value());
  CHECK(*ports::read_file(scratch / "f") == "two");
  CHECK((fs::status(scratch / "f").permissions() & fs::perms::mask) ==
        (fs::perms::owner_read | fs::perms::owner_write));
  CHECK_FALSE(ports::write_file(scratch / "no/such/f", "x").has_value());
  CHECK_FALSE(ports::read_file(scratch / "none").has_value());
}

TEST_CASE("pg_controldata's values") {
  const std::string output =
      "pg_control version number:            1300\n"
      "Database system identifier:           7000000000000000001\nLast:\n";
  CHECK(model::control_value(output, "Database system identifier") == "7000000000000000001");
  CHECK(model::control_value(output, "pg_control version number") == "1300");
  CHECK(model::control_value(output, "system identifier").empty());
  CHECK(model::control_value(output, "Last").empty());
}

TEST_CASE("a postmaster.pid whose process is another program counts for nothing") {
  const test::TemporaryDirectory scratch;
  fs::create_directories(scratch / "data");
  std::ofstream(scratch / "data/postmaster.pid") << getpid() << "\n";
  CHECK_FALSE(ports::local::find_postmaster((scratch / "data").string()).has_value());
  std::ofstream(scratch / "data/postmaster.pid") << "nonsense\n";
  CHECK_FALSE(ports::local::find_postmaster((scratch / "data").string()).has_value());
}

TEST_CASE("what Pgpool-II calls with") {
  const auto call = act::parse_pgpool_call(
      {" 0", "192.0.2.1", " 5432", "", " 1", "192.0.2.2", "0", "0", "5432", "/data", "", ""});
  REQUIRE(call.has_value());
  CHECK(call->node_id == 0);
  CHECK(call->new_main_id == 1);
  CHECK(call->old_primary_id == 0);
  const auto none = act::parse_pgpool_call({"2", "", "", "", "-1", "", "", "-1", "", ""});
  CHECK(none->new_main_id == -1);
  CHECK_FALSE(act::parse_pgpool_call({"0", "h"}).has_value());
  CHECK_FALSE(act::parse_pgpool_call({"x", "", "", "", "1", "", "", "0", "", ""}).has_value());
}

TEST_CASE("what Pgpool-II believes of a node, by pcp_node_info") {
  const auto belief = [](const char* line) { return act::parse_node_info(1, line).value(); };
  CHECK(belief("192.0.2.1 5432 2 0.333333 up up primary primary 0\n") ==
        model::BackendBelief{.id = 1, .up = true, .primary = true});
  CHECK(belief("192.0.2.1 5432 3 0.3 down up standby primary 0 none none") ==
        model::BackendBelief{.id = 1, .up = false, .primary = false});
  CHECK(belief("192.0.2.1 5432 1 0.3 waiting standby 0") ==
        model::BackendBelief{.id = 1, .up = true, .primary = false});
  CHECK_FALSE(act::parse_node_info(1, "ERROR: connection").has_value());
  CHECK_FALSE(act::parse_node_info(1, "").has_value());
}

TEST_CASE("what Pgpool-II believes of a node, by pcp_health_check_stats") {
  const auto belief = [](const char* line) { return act::parse_health_check_stats(1, line); };
  CHECK(belief("1 192.0.2.1 5432 up primary 2026-01-02 03:04:05 9 9 0 0 0 0.000000 0 3 1 1.5\n") ==
        model::BackendBelief{.id = 1, .up = true, .primary = true});
  CHECK(belief("1 192.0.2.1 5432 waiting standby") == model::BackendBelief{.id = 1, .up = true});
  CHECK(belief("1 192.0.2.1 5432 down standby") == model::BackendBelief{.id = 1});
  CHECK(belief("1 192.0.2.1 5432 quarantine standby") == model::BackendBelief{.id = 1});
  CHECK_FALSE(belief("2 192.0.2.1 5432 up primary").has_value());
  CHECK_FALSE(belief("1 192.0.2.1 5432 up").has_value());
  CHECK_FALSE(belief("ERROR: connection").has_value());
  CHECK_FALSE(belief("").has_value());
}
