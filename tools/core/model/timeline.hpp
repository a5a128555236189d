#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/error.hpp"
#include "model/lsn.hpp"

namespace pgmahout::model {

/// The number of a branch of WAL; every promotion begins a new one. 0 means unknown. A higher
/// number alone does not prove descent: TimelineHistory does.
struct Timeline {
  std::uint32_t number = 0;

  auto operator<=>(const Timeline&) const = default;
};

/// One line of a history file: that timeline was left at that position.
struct TimelineSwitch {
  Timeline from;
  Lsn at;

  bool operator==(const TimelineSwitch&) const = default;
};

/// How a timeline came to be: all its ancestors with the positions where they were left.
struct TimelineHistory {
  Timeline timeline;                      ///< the one whose ancestors these are
  std::vector<TimelineSwitch> ancestors;  ///< oldest first; empty for timeline 1

  bool operator==(const TimelineHistory&) const = default;
};

/// Reads a whole number above 0; anything else is an error of kind invalid.
[[nodiscard]] Result<Timeline> parse_timeline(std::string_view text);

/// Reads the content of PostgreSQL's NNNNNNNN.history file of that timeline.
[[nodiscard]] Result<TimelineHistory> parse_history(Timeline timeline, std::string_view content);

/// The name of the history file of that timeline, e.g. "00000002.history".
[[nodiscard]] std::string history_file_name(Timeline timeline);

}  // namespace pgmahout::model
