#pragma once

#include "model/cluster_history.hpp"

namespace pgmahout::test {

/// A history in which everything that can be told is told once.
inline model::ClusterHistory sample_history() {
  using model::Timeline;
  using model::TimelineOrigin;
  using model::TimelineSwitch;
  model::TimelineChange first{
      .timeline = Timeline{1}, .origin = TimelineOrigin::initdb, .to = "postgres1"};
  model::TimelineChange by_hand{.timeline = Timeline{2},
                                .parent = TimelineSwitch{{1}, {0x2000000}},
                                .began_at = "2026-03-01T11:00:00.000Z",
                                .origin = TimelineOrigin::by_hand,
                                .abandoned = true,
                                .from = "postgres1"};
  model::TimelineChange failover{
      .timeline = Timeline{2},
      .parent = TimelineSwitch{{1}, {0x3000000}},
      .began_at = "2026-03-01T12:00:05.250Z",
      .origin = TimelineOrigin::failover,
      .present = true,
      .from = "postgres1",
      .to = "postgres2",
      .why = "postgres1 does not answer, and no standby has heard it for 1200 ms",
      .loss = model::Loss::none,
      .proof = "2 standbys answered, 1 confirms each commit, 2 are there",
      .heard_ms_ago = 1200,
      .gap_ms = 3250,
      .operation_id = "2026-03-01T12:00:03.200Z-postgres3",
      .undone = {{.place = {"postgres1", "2026-03-01T12:04:00.000Z", "rejoin"},
                  .timeline = {1},
                  .from = {0x3000000},
                  .to = {0x3000100},
                  .bytes = 256,
                  .kept = "/var/lib/pgmahout/diverged/x"}},
      .refused_before = 1,
      .last_refusal = "too few standbys answer"};
  model::TimelineChange unknown{.began_at = "2026-03-01T13:00:00.000Z",
                                .origin = TimelineOrigin::failover,
                                .from = "postgres2"};
  return {.cluster = "zoo",
          .timelines = {first, by_hand, failover, unknown},
          .refused_since = 2,
          .last_refusal = "the time is up",
          .remarks = {"postgres2: 1 lines or files are not understood"},
          .silent = {{.name = "postgres3",
                      .error = {.kind = model::ErrorKind::no_answer,
                                .what = "it did not answer in time"}}}};
}

}  // namespace pgmahout::test
