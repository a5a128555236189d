#include "observe/history_files.hpp"

#include <doctest/doctest.h>

#include "temporary_directory.hpp"

using namespace pgmahout;

TEST_CASE("the .history files of all directories are found, the newest timeline first") {
  const test::TemporaryDirectory directory;
  directory.write("pg_wal/00000002.history", "two");
  directory.write("pg_wal/0000000A.history", "ten");
  directory.write("pg_wal/000000010000000000000001", "WAL");
  directory.write("archive/00000002.history", "two");
  directory.write("archive/00000003.history.2026-03-01T12:00:00.123Z.undone", "three");
  const auto files =
      observe::history_files({directory / "pg_wal", directory / "archive", directory / "none"});
  REQUIRE(files.size() == 4);
  CHECK(files[0].timeline.number == 10);
  CHECK(files[0].content == "ten");
  CHECK(files[1].timeline.number == 3);
  CHECK(files[1].undone);
  CHECK_FALSE(files[2].undone);
  CHECK(files[3].timeline.number == 2);
  CHECK(files[2].written.time_since_epoch().count() > 0);
}

TEST_CASE("other names are no .history files") {
  const test::TemporaryDirectory directory;
  for (const char* name :
       {"2.history", "00000000.history", "0000000G.history", "00000002.history.x",
        "00000002.historyundone", "00000002.partial", "xyz"})
    directory.write(name, "x");
  CHECK(observe::history_files({directory.path()}).empty());
}

TEST_CASE("of many files the newest are read") {
  const test::TemporaryDirectory directory;
  for (int number = 10; number < 99; ++number)
    directory.write("000000" + std::to_string(number) + ".history", "x");
  const auto files = observe::history_files({directory.path()});
  CHECK(files.size() == 64);
  CHECK(files.front().timeline.number == 0x98);
}
