#include "decide/neighbour.hpp"

namespace pgmahout::decide {

WordOnNeighbour word_on(const Neighbour& neighbour, std::int64_t patience_ms) {
  if (!neighbour.heard) return WordOnNeighbour::none;
  const bool silent = neighbour.silent_ms >= patience_ms;
  if (neighbour.told_lost) return silent ? WordOnNeighbour::none : WordOnNeighbour::found;
  return silent ? WordOnNeighbour::make_sure : WordOnNeighbour::none;
}

}  // namespace pgmahout::decide
