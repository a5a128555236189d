#include <doctest/doctest.h>

#include "observe/evidence_json.hpp"
#include "observe/log_tail.hpp"
#include "observe/machine_evidence.hpp"
#include "temporary_directory.hpp"

using namespace pgmahout;

using Lines = std::vector<std::string>;

TEST_CASE("the last lines of a text") {
  CHECK(observe::last_lines("", false).empty());
  CHECK(observe::last_lines("a\nb\n", false) == Lines{"a", "b"});
  CHECK(observe::last_lines("a\n\nb", false) == Lines{"a", "", "b"});
  CHECK(observe::last_lines("torn\nb\n", true) == Lines{"b"});
  CHECK(observe::last_lines("torn", true).empty());
  CHECK(observe::last_lines("a\033[2Jb\r\n", false) == Lines{"a [2Jb "});
  const auto many = observe::last_lines(std::string(1000, '\n') + "end\n", false);
  CHECK(many.size() == observe::kTailLines);
  CHECK(many.back() == "end");
}

TEST_CASE("the end of a long file, and one that cannot be read") {
  const test::TemporaryDirectory directory;
  const auto path = directory.write("log", std::string(observe::kTailBytes, 'x') + "\nend\n");
  const auto tail = observe::log_tail(path);
  REQUIRE(tail);
  CHECK(tail->source == path.string());
  CHECK(tail->lines == Lines{"end"});
  CHECK_FALSE(observe::log_tail(directory / "nothing"));
}

TEST_CASE("where PostgreSQL's log is") {
  const test::TemporaryDirectory directory;
  CHECK(observe::postgresql_log(directory / "data", directory / "log", 15).empty());
  const auto debian = directory.write("log/postgresql-15-main.log", "");
  CHECK(observe::postgresql_log(directory / "data", directory / "log", 15) == debian);
  const auto collected = directory.write("data/log/a.log", "");
  directory.write("data/current_logfiles", "csvlog log/a.csv\nstderr log/a.log\n");
  CHECK(observe::postgresql_log(directory / "data", directory / "log", 15) == collected);
}

TEST_CASE("what the machine says") {
  CHECK(observe::oom_kills_in("nr_free_pages 12\noom_kill 3\n") == 3);
  CHECK_FALSE(observe::oom_kills_in("nr_free_pages 12\n"));
  CHECK(observe::load_percent_in("1.50 0.10 0.00 1/100 5\n") == 150);
  CHECK(observe::load_percent_in("nonsense") == 0);
  CHECK(observe::disk_space({{"data", "/"}, {"gone", "/nonexistent"}, {"none", ""}}).size() == 1);
  const auto ends =
      observe::parse_unit_ends("Id=a.service\nResult=success\n\nId=b.service\nResult=oom-kill\n");
  REQUIRE(ends.size() == 2);
  CHECK(ends.at(0).name == "a");
  CHECK(ends.at(1).result == "oom-kill");
  CHECK(observe::parse_unit_ends("").empty());
}

TEST_CASE("evidence survives the way to who asks, and that of another version is an error") {
  model::NodeEvidence evidence{.at = "2026-03-01T12:00:00.000Z", .oom_kills = 2};
  evidence.disks = {{"data", "/data1", 10, 5}};
  evidence.unit_ends = {{"pgpool2", "exit-code"}};
  evidence.server = model::ServerEvidence{.receiver = "streaming", .conflicts = 3};
  evidence.log = model::LogTail{.source = "x", .lines = {"\xff"}};
  evidence.files = {{"/etc/x", "y"}};
  const auto document = observe::evidence_to_json(evidence);
  const auto back = observe::evidence_from_json(document);
  REQUIRE(back);
  CHECK(observe::evidence_to_json(*back) == document);
  for (const char* field : {"at", "disks", "server", "log", "files"}) {
    auto other = document;
    other.erase(field);
    CHECK_FALSE(observe::evidence_from_json(other));
  }
  auto wild = document;
  wild["load_percent"] = 1e300;
  CHECK_FALSE(observe::evidence_from_json(wild));
}
