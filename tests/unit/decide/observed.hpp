#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/node_state.hpp"

/// Nodes as they may be seen, for tests of the rules: "n0", "n1" ... by id.
namespace observed {

using namespace pgmahout;

/// A history: the timelines that were left, oldest first, and where.
inline model::TimelineHistory history(
    std::uint32_t timeline,
    const std::vector<std::pair<std::uint32_t, std::uint64_t>>& switches = {}) {
  model::TimelineHistory made{.timeline = {timeline}};
  for (const auto& [from, at] : switches) made.ancestors.push_back({{from}, {at}});
  return made;
}

inline model::NodeState silent(int id) {
  return {.name = "n" + std::to_string(id), .id = id, .silence = model::Error{.what = "no answer"}};
}

inline model::NodeState node(int id, bool in_recovery, std::uint64_t lsn,
                             const model::TimelineHistory& on) {
  return {.name = "n" + std::to_string(id),
          .id = id,
          .server = model::ServerState{.in_recovery = in_recovery,
                                       .timeline = on.timeline,
                                       .write = {in_recovery ? 0 : lsn},
                                       .receive = {in_recovery ? lsn : 0},
                                       .history = on,
                                       .elected = true}};
}

inline model::NodeState standby(int id, std::uint64_t lsn,
                                const model::TimelineHistory& on = history(1)) {
  return node(id, true, lsn, on);
}

inline model::NodeState primary(int id, const model::TimelineHistory& on = history(1)) {
  return node(id, false, 1000, on);
}

/// A standby whose WAL receiver heard that primary so long ago.
inline model::NodeState hearing(int id, std::uint64_t lsn, int primary_id, std::int64_t ms_ago) {
  auto made = standby(id, lsn);
  made.server->receiving = true;
  made.server->sender = "n" + std::to_string(primary_id);
  made.server->heard_ms_ago = ms_ago;
  return made;
}

}  // namespace observed
