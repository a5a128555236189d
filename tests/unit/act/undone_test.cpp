#include "act/rejoin/undone.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <initializer_list>
#include <set>

#include "fake_node.hpp"
#include "temporary_directory.hpp"

using namespace pgmahout;
namespace fs = std::filesystem;

namespace {

void fill(const fs::path& directory, std::initializer_list<const char*> names) {
  fs::create_directories(directory);
  for (const auto* name : names) std::ofstream(directory / name) << name;
}

// What is left under its own name; what was renamed, with a plus in front.
std::set<std::string> names_in(const fs::path& directory) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(directory)) {
    const std::string name = entry.path().filename().string();
    names.insert(name.ends_with(".undone") ? "+" + name.substr(0, name.find(".20")) : name);
  }
  return names;
}

model::TimelineHistory way(std::uint32_t timeline, std::initializer_list<std::uint32_t> ancestors) {
  model::TimelineHistory history{.timeline = {timeline}};
  for (const auto each : ancestors)
    history.ancestors.push_back({{each}, {std::uint64_t{each} * 1000}});
  return history;
}

using Names = std::set<std::string>;

}  // namespace

TEST_CASE("what is archived of an undone promotion is renamed, the common way is left alone") {
  const pgmahout::test::TemporaryDirectory archive;
  fill(archive.path(), {"000000010000000000000004", "00000002.history", "000000020000000000000005",
                        "00000003.history", "000000030000000000000005.partial"});
  FakeNode node;
  node.cluster.postgresql.archive_directory = archive.path();
  REQUIRE(act::rejoin::undo_archived(node.context(), way(3, {1, 2}), way(2, {1})));
  CHECK(names_in(archive.path()) == Names{"000000010000000000000004", "00000002.history",
                                          "000000020000000000000005", "+00000003.history",
                                          "+000000030000000000000005.partial"});
}

TEST_CASE("an old primary has archived nothing that is to be undone") {
  const pgmahout::test::TemporaryDirectory archive;
  fill(archive.path(), {"000000010000000000000004", "00000002.history"});
  FakeNode node;
  node.cluster.postgresql.archive_directory = archive.path();
  REQUIRE(act::rejoin::undo_archived(node.context(), way(1, {}), way(2, {1})));
  CHECK(names_in(archive.path()) == Names{"000000010000000000000004", "00000002.history"});
}

TEST_CASE("an archive that is not there holds nothing") {
  const pgmahout::test::TemporaryDirectory place;
  FakeNode node;
  node.cluster.postgresql.archive_directory = place.path() / "missing";
  CHECK(act::rejoin::undo_archived(node.context(), way(2, {1}), way(1, {})));
}

TEST_CASE("after a rewind no WAL of a newer timeline is left") {
  const pgmahout::test::TemporaryDirectory data;
  fill(data.path() / "pg_wal", {"000000010000000000000005", "000000020000000000000005",
                                "00000002.history", "notes", "xlogtemp.123"});
  fill(data.path() / "pg_wal/archive_status",
       {"000000010000000000000004.done", "00000002.history.ready"});
  FakeNode node;
  node.cluster.postgresql.data_directory = data.path();
  REQUIRE(act::rejoin::remove_newer_wal(node.context(), {1}));
  CHECK(names_in(data.path() / "pg_wal") ==
        Names{"000000010000000000000005", "archive_status", "notes", "xlogtemp.123"});
  CHECK(names_in(data.path() / "pg_wal/archive_status") == Names{"000000010000000000000004.done"});
}
