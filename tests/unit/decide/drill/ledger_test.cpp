#include "decide/drill/ledger.hpp"

#include <doctest/doctest.h>

using namespace pgmahout;
using model::WriteOutcome;

namespace {

// A ledger whose numbers 1, 2 ... were acknowledged at these times.
decide::Ledger promised_at(std::initializer_list<std::int64_t> times) {
  decide::Ledger ledger;
  for (const auto at : times)
    ledger.push_back({.number = static_cast<std::int64_t>(ledger.size()) + 1,
                      .sent_ms = at - 3,
                      .ended_ms = at,
                      .outcome = WriteOutcome::acknowledged});
  return ledger;
}

}  // namespace

TEST_CASE("the gap is the longest time between two acknowledgements around the break") {
  const auto ledger = promised_at({0, 900, 1000, 3500, 3600, 4000});
  CHECK(decide::longest_gap(ledger, 1010, 4100) ==
        model::DrillGap{.from_ms = 1000, .to_ms = 3500, .open = false});
  CHECK(decide::longest_gap(ledger, 1010, 4100).length_ms() == 2500);
}

TEST_CASE("a gap before the break is none of its doing") {
  const auto gap = decide::longest_gap(promised_at({0, 900, 1000, 1050, 1100}), 1001, 1200);
  CHECK(gap == model::DrillGap{.from_ms = 1000, .to_ms = 1050});
}

TEST_CASE("a gap that begins with an acknowledgement after the break counts, too") {
  const auto gap = decide::longest_gap(promised_at({0, 100, 200, 2200, 2300}), 150, 2400);
  CHECK(gap == model::DrillGap{.from_ms = 200, .to_ms = 2200});
}

TEST_CASE("a gap that nothing ended is open") {
  CHECK(decide::longest_gap(promised_at({0, 100}), 150, 9000) ==
        model::DrillGap{.from_ms = 100, .to_ms = 9000, .open = true});
  CHECK(decide::longest_gap(promised_at({0, 100, 300, 400}), 150, 9000).open);
  CHECK(decide::longest_gap({}, 150, 9000) ==
        model::DrillGap{.from_ms = 150, .to_ms = 9000, .open = true});
}

TEST_CASE("what was refused or never answered ends no gap") {
  auto ledger = promised_at({0, 100, 1100, 1200});
  ledger.push_back({.number = 9, .ended_ms = 600, .outcome = WriteOutcome::refused});
  ledger.push_back({.number = 10, .ended_ms = 700, .outcome = WriteOutcome::unknown});
  CHECK(decide::longest_gap(ledger, 150, 1300).length_ms() == 1000);
}

TEST_CASE("writes flow when none of the last seconds was without one") {
  const auto ledger = promised_at({0, 400, 800, 1200, 1600, 2000});
  CHECK(decide::writes_flow(ledger, 2100, 2000));
  CHECK_FALSE(decide::writes_flow(ledger, 2600, 2000));
  CHECK_FALSE(decide::writes_flow(promised_at({0, 1000, 1400, 1800}), 2000, 2000));
  CHECK_FALSE(decide::writes_flow({}, 2000, 2000));
}

TEST_CASE("a promised number that no range holds is missing") {
  auto ledger = promised_at({0, 20, 40, 60, 80});
  ledger[3].outcome = WriteOutcome::unknown;
  CHECK(decide::missing_in({.numbers = {{1, 3}, {5, 9}}}, ledger).empty());
  CHECK(decide::missing_in({.numbers = {{1, 2}}}, ledger) == std::vector<std::int64_t>{3, 5});
  CHECK(decide::missing_in({}, ledger).size() == 4);
}

TEST_CASE("writes are counted by tenths of a second") {
  const auto tenths = decide::writes_by_tenth(promised_at({0, 50, 99, 100, 310}), 399);
  CHECK(tenths == std::vector<std::int64_t>{3, 1, 0, 1});
}
