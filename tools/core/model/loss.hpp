#pragma once

#include <cstdint>
#include <string>

namespace pgmahout::model {

/// What is known of commits that clients were told of and that the new primary does not have.
enum class Loss : std::uint8_t {
  none,     ///< proven: there are none
  unknown,  ///< there may be some: nothing proves the contrary
  certain,  ///< the old primary has WAL that the new one lacks
};

/// The verdict of a failover on what was lost, with the proof or why there is none.
struct LossVerdict {
  Loss loss = Loss::unknown;
  std::string reason;

  bool operator==(const LossVerdict&) const = default;
};

}  // namespace pgmahout::model
