#include <doctest/doctest.h>

#include "act/rejoin/diverged.hpp"
#include "act/rejoin/keep.hpp"
#include "decide/observed.hpp"
#include "model/control_data.hpp"

using namespace pgmahout;
namespace rejoin = act::rejoin;

TEST_CASE("commits behind a position, in pg_waldump's lines") {
  const std::string line =
      "rmgr: Transaction len (rec/tot):     34/    34, tx:        735, lsn: 0/01561A98, "
      "prev 0/01561A60, desc: COMMIT 2026-03-01 12:00:00.000000 UTC";
  CHECK(rejoin::is_commit(line, {0x1561A98}));
  CHECK_FALSE(rejoin::is_commit(line, {0x1561A99}));
  CHECK_FALSE(rejoin::is_commit("lsn: 0/01561A98, prev 0/0, desc: ABORT", {0}));
  CHECK_FALSE(rejoin::is_commit("desc: COMMIT", {0}));
}

TEST_CASE("where pg_waldump says that WAL ends") {
  CHECK(rejoin::end_in_words("pg_waldump: error: error in WAL record at 0/3000148: invalid record "
                             "length at 0/3000180: wanted 24, got 0\n") == model::Lsn{0x3000180});
  CHECK(rejoin::end_in_words("pg_waldump: fatal: error in WAL record at 0/3000148: invalid magic "
                             "number 0000 in log segment 000000010000000000000004, offset 0") ==
        model::Lsn{0x3000149});
  CHECK_FALSE(
      rejoin::end_in_words("pg_waldump: error: could not find a valid record after 0/3000180")
          .has_value());
}

TEST_CASE("the parts of a way behind a fork") {
  const auto way = observed::history(3, {{1, 400}, {2, 600}});
  using Stretches = std::vector<rejoin::Stretch>;
  CHECK(rejoin::stretches_behind({{3}, {700}}, way) == Stretches{{{3}, {700}, std::nullopt}});
  CHECK(rejoin::stretches_behind({{2}, {500}}, way) ==
        Stretches{{{2}, {500}, model::Lsn{600}}, {{3}, {600}, std::nullopt}});
  CHECK(rejoin::stretches_behind({{1}, {400}}, way) ==
        Stretches{{{2}, {400}, model::Lsn{600}}, {{3}, {600}, std::nullopt}});
}

TEST_CASE("names of WAL files") {
  constexpr std::uint64_t kUsual = std::uint64_t{16} << 20U;
  CHECK(rejoin::parse_wal_name("000000020000000100000003", kUsual) ==
        rejoin::WalFile{.timeline = {2}, .number = 259});
  for (const char* other : {"", "00000002.history", "00000002000000010000000G",
                            "000000020000000100000003.partial", "archive_status"})
    CHECK_MESSAGE(!rejoin::parse_wal_name(other, kUsual).has_value(), other);
}

TEST_CASE("what the control file says of a standby's end") {
  const std::string output =
      "Database system identifier:           7000000000000000001\n"
      "Database cluster state:               shut down in recovery\n"
      "Latest checkpoint location:           0/5000028\n"
      "Latest checkpoint's TimeLineID:       1\n"
      "Minimum recovery ending location:     0/6000000\n"
      "Min recovery ending loc's timeline:   2\n"
      "wal_log_hints setting:                on\n"
      "Bytes per WAL segment:                16777216\n"
      "Data page checksum version:           0\n";
  const auto control = model::parse_control_data(output);
  REQUIRE(control.has_value());
  CHECK(control->was_standby);
  CHECK(control->consistent);
  CHECK(control->timeline() == model::Timeline{2});
  CHECK(control->min_recovery == model::WalPosition{{2}, {0x6000000}});
  CHECK(control->wal_segment_bytes == 16777216);
  CHECK_FALSE(model::parse_control_data(output.substr(0, output.find("Bytes"))).has_value());
}
