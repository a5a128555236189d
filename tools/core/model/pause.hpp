#pragma once

#include <string>

namespace pgmahout::model {

/// The name of the record in the state directory of a node.
inline constexpr const char* kPauseRecord = "paused.json";

/// Somebody has paused automatic failover: as long as the record is there, this node replaces no
/// primary by itself. Fencing, healing and failovers by hand go on.
struct Pause {
  std::string reason;
  std::string since;  ///< wall clock, for people

  bool operator==(const Pause&) const = default;
};

/// The record's text.
[[nodiscard]] std::string to_text(const Pause& pause);

/// What to_text() wrote. A record that cannot be read is a pause all the same: somebody wanted it.
[[nodiscard]] Pause parse_pause(const std::string& text);

}  // namespace pgmahout::model
