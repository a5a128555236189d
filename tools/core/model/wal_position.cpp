#include "model/wal_position.hpp"

#include <algorithm>

namespace pgmahout::model {

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

}  // namespace pgmahout::model
