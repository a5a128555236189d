#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "model/loss.hpp"
#include "model/timeline.hpp"
#include "ports/clock.hpp"

namespace pgmahout::act {

/// What a failover certifies when it is done.
struct Certificate {
  std::string from;
  std::string to;
  std::string why;  ///< why the old primary was replaced
  model::LossVerdict verdict;
  std::optional<model::TimelineHistory> way;  ///< of the new primary; nothing: it did not say
  std::optional<ports::TimePoint> heard;      ///< when a standby heard the old primary last
  ports::TimePoint began;                     ///< the failover
  ports::TimePoint ended;
};

/// As it stands in the journal; what is not known is left out. The gap, "gap_ms", lasts from when
/// the old primary was heard last to the end of the failover. A primary with nothing to send is
/// heard every few seconds only, so it is the longest that it can have been.
[[nodiscard]] nlohmann::json to_json(const Certificate& certificate);

}  // namespace pgmahout::act
