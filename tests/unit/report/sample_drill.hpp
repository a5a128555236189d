#pragma once

#include "model/drill.hpp"

namespace pgmahout::test {

/// Writes per tenth of a second: four, none while nobody is primary, then four again.
inline std::vector<std::int64_t> sample_writes() {
  std::vector<std::int64_t> writes;
  for (int tenth = 0; tenth <= 120; ++tenth) writes.push_back(tenth >= 40 && tenth < 65 ? 0 : 4);
  return writes;
}

/// A round in which the primary's machine lost power and everything went well.
inline model::DrillRound sample_good_round() {
  using model::SeenRole;
  return {.number = 1,
          .broken = "postgres1",
          .broke_at = "2026-03-01T12:00:07.250Z",
          .primary_before = "postgres1",
          .primary_after = "postgres2",
          .broke_ms = 4000,
          .ended_ms = 12000,
          .gap = {.from_ms = 3990, .to_ms = 6500},
          .acknowledged = 384,
          .refused = 3,
          .unknown = 1,
          .steps = {{"last_acknowledged", "last acknowledged write", -10},
                    {"refused", "first write without success", 2020},
                    {"vip_moved", "virtual IP on another node", 1900},
                    {"new_primary", "new primary seen", 2300},
                    {"first_acknowledged", "first acknowledged write", 2500},
                    {"mended", "what was set up is gone", std::nullopt},
                    {"old_primary_back", "old primary back as standby", 6400},
                    {"healthy", "all is well", 7200}},
          .healthy = true,
          .lanes = {{"postgres1",
                     {{0, 4100, SeenRole::primary},
                      {4100, 9400, SeenRole::unknown},
                      {9400, 10400, SeenRole::down},
                      {10400, 12000, SeenRole::standby}},
                     {{0, 4100, SeenRole::unknown}}},
                    {"postgres2",
                     {{0, 6300, SeenRole::standby}, {6300, 12000, SeenRole::primary}},
                     {{5900, 12000, SeenRole::unknown}}},
                    {"postgres3", {{0, 12000, SeenRole::standby}}, {}}},
          .writes = sample_writes()};
}

/// One in which all went wrong that can be told.
inline model::DrillRound sample_bad_round() {
  auto round = sample_good_round();
  round.number = 2;
  round.primary_after = "";
  round.gap = {.from_ms = 3990, .to_ms = 12000, .open = true};
  round.mended_ms = 9000;
  round.lost = {{"postgres2", {117}}, {"postgres3", {117, 118}}};
  round.doubled = {90};
  round.two_writers = 5;
  round.steps[4].at_ms.reset();
  round.steps[5].at_ms = 5000;
  round.steps[7].at_ms.reset();
  round.healthy = false;
  round.remarks = {"not well: postgres1: its PostgreSQL does not run <now>"};
  return round;
}

/// A drill in which everything that can be told is told once.
inline model::DrillReport sample_drill() {
  return {.cluster = "zoo",
          .scenario = model::DrillScenario::power,
          .at = "2026-03-01T12:00:00.000Z",
          .wanted = 3,
          .rounds = {sample_good_round(), sample_bad_round()},
          .statistics = {{"gap", "gap in the writes", 1, 2510, 2510, 2510},
                         {"new_primary", "new primary seen", 2, 2300, 2300, 2300}},
          .error = model::Error{.kind = model::ErrorKind::incomplete,
                                .what = "round 3 was not begun: the cluster has not healed",
                                .hint = "see pgmahout status"}};
}

}  // namespace pgmahout::test
