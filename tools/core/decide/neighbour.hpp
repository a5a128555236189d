#pragma once

#include <cstdint>

namespace pgmahout::decide {

/// Another host of the cluster, as the guard hears it.
struct Neighbour {
  bool heard = false;          ///< ever, by this guard
  std::int64_t silent_ms = 0;  ///< since it was heard last
  bool told_lost = false;      ///< what the watchdog of this node was told last
};

enum class WordOnNeighbour : std::uint8_t {
  none,
  make_sure,  ///< it is called once more, in another way, before anything is said
  found,      ///< the watchdog is told that it is back
};

/// What is to be said of it after so long a silence. A host that never answered is not judged: a
/// firewall that drops our calls must not make a cluster of well nodes fall apart.
[[nodiscard]] WordOnNeighbour word_on(const Neighbour& neighbour, std::int64_t patience_ms);

}  // namespace pgmahout::decide
