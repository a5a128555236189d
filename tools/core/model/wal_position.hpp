#pragma once

#include <cstdint>
#include <optional>

#include "model/lsn.hpp"
#include "model/timeline.hpp"

namespace pgmahout::model {

/// How far a node has come. It has no `<`: whether one node is ahead of another depends on where
/// their timelines parted, so only lineage_of() with a history answers that.
struct WalPosition {
  Timeline timeline;
  Lsn lsn;

  bool operator==(const WalPosition&) const = default;
};

/// How a position stands to a timeline whose history is known.
enum class Lineage : std::uint8_t {
  ancestor,  ///< it lies on the way to that timeline: a standby there can simply follow
  diverged,  ///< it went past the fork: it holds WAL that the timeline does not have
  unknown,   ///< its timeline does not appear in the history at all
};

/// Whether a node at this position can follow the timeline of this history by streaming.
[[nodiscard]] Lineage lineage_of(const WalPosition& position, const TimelineHistory& history);

/// The same for a node whose own history is known: two timelines of one number that parted from
/// different places (two promotions that knew nothing of each other) are no lineage.
[[nodiscard]] Lineage lineage_of(const WalPosition& position, const TimelineHistory& own,
                                 const TimelineHistory& history);

/// Where two ways parted: the last timeline that both went, and the position where the first of
/// them left it. Nothing when both are on one timeline, or have none in common.
[[nodiscard]] std::optional<WalPosition> fork_of(const TimelineHistory& one,
                                                 const TimelineHistory& other);

}  // namespace pgmahout::model
