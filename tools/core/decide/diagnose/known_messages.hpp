#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pgmahout::decide {

/// A message of PostgreSQL that names what is wrong. A server may speak another language: then the
/// SQLSTATE tells it, where log_line_prefix has %e.
struct KnownMessage {
  std::string_view diagnosis;  ///< the rule's id
  std::string_view sqlstate;   ///< empty: it has none of its own
  std::string_view text;       ///< a part of it in English
  std::string_view also;       ///< another part that stands behind it; empty: none
};

/// Why a standby receives nothing.
[[nodiscard]] std::span<const KnownMessage> streaming_messages();
/// Why a server does not start, or did not go on.
[[nodiscard]] std::span<const KnownMessage> starting_messages();
/// What made the whole server restart or end.
[[nodiscard]] std::span<const KnownMessage> crash_messages();
/// What holds the replay up.
[[nodiscard]] std::span<const KnownMessage> replay_messages();

/// A message that was found, and the line that it stands in.
struct FoundMessage {
  std::string_view diagnosis;
  std::string line;
};

/// The last line that says any of it, unless one behind it says that all is well again: a log is
/// full of what is long over.
[[nodiscard]] std::optional<FoundMessage> last_message(const std::vector<std::string>& lines,
                                                       std::span<const KnownMessage> known,
                                                       std::string_view well_again);

/// Seconds of a calendar day's time ("2026-03-01 12:00:00" or with a T between) since 1970, as if
/// it were UTC; nothing when the text begins otherwise.
[[nodiscard]] std::optional<std::int64_t> seconds_of(std::string_view text);

}  // namespace pgmahout::decide
