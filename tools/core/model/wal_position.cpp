#include "model/wal_position.hpp"

#include <algorithm>

namespace pgmahout::model {

namespace {

// The timeline at that place of the way, and where it was left: nowhere when it is the present one.
struct Leg {
  Timeline timeline;
  std::optional<Lsn> left;
};

std::optional<Leg> leg_of(const TimelineHistory& history, std::size_t index) {
  if (index < history.ancestors.size())
    return Leg{history.ancestors[index].from, history.ancestors[index].at};
  if (index == history.ancestors.size()) return Leg{history.timeline, std::nullopt};
  return std::nullopt;
}

std::optional<Lsn> earlier(std::optional<Lsn> one, std::optional<Lsn> other) {
  if (one && other) return std::min(*one, *other);
  return one ? one : other;
}

}  // namespace

Lineage lineage_of(const WalPosition& position, const TimelineHistory& history) {
  if (position.timeline == history.timeline) return Lineage::ancestor;
  const auto left = std::ranges::find(history.ancestors, position.timeline, &TimelineSwitch::from);
  if (left == history.ancestors.end()) return Lineage::unknown;
  return position.lsn <= left->at ? Lineage::ancestor : Lineage::diverged;
}

Lineage lineage_of(const WalPosition& position, const TimelineHistory& own,
                   const TimelineHistory& history) {
  const auto shared = std::min(own.ancestors.size(), history.ancestors.size());
  for (std::size_t index = 0; index < shared; ++index)
    if (own.ancestors[index] != history.ancestors[index]) return Lineage::unknown;
  // One timeline has one way that led to it.
  if (own.timeline == history.timeline && own.ancestors.size() != history.ancestors.size())
    return Lineage::unknown;
  return lineage_of(position, history);
}

std::optional<WalPosition> fork_of(const TimelineHistory& one, const TimelineHistory& other) {
  std::optional<WalPosition> fork;
  for (std::size_t index = 0;; ++index) {
    const auto mine = leg_of(one, index);
    const auto theirs = leg_of(other, index);
    if (!mine || !theirs || mine->timeline != theirs->timeline) return fork;
    const auto left = earlier(mine->left, theirs->left);
    if (!left) return std::nullopt;
    fork = {mine->timeline, *left};
    if (mine->left != theirs->left) return fork;
  }
}

}  // namespace pgmahout::model
