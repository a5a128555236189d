#pragma once

#include <string>

namespace pgmahout::model {

/// The name of the record in the state directory of a fenced node.
inline constexpr const char* kFenceRecord = "fence.json";

/// Why a node is fenced. While the record is there its server does not start, but for a primary
/// that fenced itself because it was cut off: the gate lets it up again, as what it was, once it
/// knows that nobody was promoted meanwhile; and for one that was released: when every other node
/// has said so.
struct Fence {
  std::string reason;
  std::string operation;  ///< id of the operation that fenced it
  std::string since;      ///< wall clock, for people
  bool isolated = false;  ///< nobody else decided it
  bool released = false;  ///< nobody took its place: it may start when all the others confirm that
  bool held = false;      ///< a person wants it down: nothing starts it until a person lets it go

  /// Whether its server starts again only as somebody's standby.
  [[nodiscard]] bool keeps_down() const { return held || (!isolated && !released); }
};

/// The record's text.
[[nodiscard]] std::string to_text(const Fence& fence);

/// What to_text() wrote. A record that cannot be read is a fence all the same.
[[nodiscard]] Fence parse_fence(const std::string& text);

}  // namespace pgmahout::model
