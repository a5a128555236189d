#include <doctest/doctest.h>

#include "model/system_identifier.hpp"
#include "model/wal_position.hpp"

using namespace pgmahout::model;

TEST_CASE("positions in the WAL read and write as PostgreSQL does") {
  CHECK(parse_lsn("16/B374D848")->bytes == 0x16B374D848ULL);
  CHECK(to_string(Lsn{0x16B374D848ULL}) == "16/B374D848");
  CHECK(to_string(Lsn{0x100000000ULL}) == "1/0");
  for (const char* bad : {"", "/", "1/", "/1", "1-2", "1/G", "1/123456789", " 1/2", "1/2 "})
    CHECK_MESSAGE(!parse_lsn(bad).has_value(), bad);
}

TEST_CASE("timelines and system identifiers") {
  CHECK(parse_timeline("12")->number == 12);
  for (const char* bad : {"", "0", "-1", "x", "1x", "99999999999"})
    CHECK_MESSAGE(!parse_timeline(bad).has_value(), bad);
  CHECK(to_string(*parse_system_identifier("7000000000000000001")) == "7000000000000000001");
  CHECK_FALSE(parse_system_identifier("0").has_value());
  CHECK(history_file_name({0x1A}) == "0000001A.history");
}

TEST_CASE("a history file, and who can follow it") {
  const auto history = parse_history(
      {3}, "# comment\n1\t0/5000000\tno recovery target specified\n\n2\t0/7000000\twhy\n");
  REQUIRE(history.has_value());
  REQUIRE(history->ancestors.size() == 2);
  const auto lineage = [&](std::uint32_t timeline, std::uint64_t lsn) {
    return lineage_of({{timeline}, {lsn}}, *history);
  };
  CHECK(lineage(1, 0x5000000) == Lineage::ancestor);
  CHECK(lineage(1, 0x5000001) == Lineage::diverged);
  CHECK(lineage(2, 0x6FFFFFF) == Lineage::ancestor);
  CHECK(lineage(2, 0x7000001) == Lineage::diverged);
  CHECK(lineage(3, 0xFFFFFFFF) == Lineage::ancestor);
  CHECK(lineage(4, 0) == Lineage::unknown);
}

TEST_CASE("two timelines of one number may be strangers") {
  const auto two_at = [](std::uint64_t at) {
    return TimelineHistory{.timeline = {2}, .ancestors = {{{1}, {at}}}};
  };
  const TimelineHistory three{.timeline = {3}, .ancestors = {{{1}, {500}}, {{2}, {700}}}};
  const WalPosition on_two{{2}, {600}};
  CHECK(lineage_of(on_two, two_at(500), two_at(500)) == Lineage::ancestor);
  CHECK(lineage_of(on_two, two_at(400), two_at(500)) == Lineage::unknown);
  CHECK(lineage_of(on_two, two_at(500), three) == Lineage::ancestor);
  CHECK(lineage_of(on_two, two_at(400), three) == Lineage::unknown);
  CHECK(lineage_of({{1}, {500}}, {.timeline = {1}}, three) == Lineage::ancestor);
  CHECK(lineage_of({{1}, {501}}, {.timeline = {1}}, three) == Lineage::diverged);
}

TEST_CASE("histories that cannot be") {
  CHECK_FALSE(parse_history({3}, "2\t0/1\tx\n1\t0/2\tx\n").has_value());
  CHECK_FALSE(parse_history({3}, "3\t0/1\tx\n").has_value());
  CHECK_FALSE(parse_history({3}, "one two three\n").has_value());
  CHECK(parse_history({1}, "")->ancestors.empty());
}
