#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace pgmahout::model {

/// The name of the record, which lies beside the server's socket: there SELinux lets the server
/// read it, and it does not outlive a boot.
inline constexpr const char* kHeardRecord = ".pgmahout-heard";

/// What the guard of a standby notes all the time: until when its primary was heard. In
/// milliseconds since the boot, for a clock that is set must make nobody believe in a long silence.
struct Heard {
  std::int64_t written = 0;  ///< when this was noted
  std::int64_t last = 0;     ///< when the primary was last heard
  bool receiving = false;    ///< a WAL receiver ran

  bool operator==(const Heard&) const = default;
};

/// The record's text.
[[nodiscard]] std::string to_text(const Heard& heard);

/// How long the primary has been silent at that uptime: nothing when the record is not fresh, when
/// a WAL receiver ran (that one is asked itself) or when it cannot be read.
[[nodiscard]] std::optional<std::int64_t> silence_by(const std::string& record,
                                                     std::int64_t uptime);

}  // namespace pgmahout::model
