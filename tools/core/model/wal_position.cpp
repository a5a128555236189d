#include "model/wal_position.hpp"

#include <algorithm>

namespace pgmahout::model {

Lineage lineage_of(const WalPosition& position, const TimelineHistory& history) {
  if (position.timeline == history.timeline) return Lineage::ancestor;
  const auto left = std::ranges::find(history.ancestors, position.timeline, &TimelineSwitch::from);
  if (left == history.ancestors.end()) return Lineage::unknown;
  return position.lsn <= left->at ? Lineage::ancestor : Lineage::diverged;
}

}  // namespace pgmahout::model
