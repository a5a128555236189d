#include "settings/nearest.hpp"

#include <algorithm>
#include <vector>

namespace pgmahout::settings {

namespace {

// More than this is no key that anybody meant; it bounds the quadratic work below.
constexpr std::size_t kMaximumLength = 100;

using Row = std::vector<std::size_t>;

}  // namespace

std::size_t edit_distance(std::string_view left, std::string_view right) {
  Row before_last(right.size() + 1);
  Row last(right.size() + 1);
  for (std::size_t column = 0; column <= right.size(); ++column) last[column] = column;
  for (std::size_t row = 1; row <= left.size(); ++row) {
    Row current(right.size() + 1, row);
    for (std::size_t column = 1; column <= right.size(); ++column) {
      const bool same = left[row - 1] == right[column - 1];
      current[column] = std::min(
          {last[column] + 1, current[column - 1] + 1, last[column - 1] + (same ? 0U : 1U)});
      const bool swapped = row > 1 && column > 1 && left[row - 1] == right[column - 2] &&
                           left[row - 2] == right[column - 1];
      if (swapped) current[column] = std::min(current[column], before_last[column - 2] + 1);
    }
    before_last = std::move(last);
    last = std::move(current);
  }
  return last.back();
}

std::string nearest(std::string_view word, std::span<const std::string_view> known) {
  if (word.size() > kMaximumLength) return {};
  std::size_t best_distance = std::max<std::size_t>(2, word.size() / 4) + 1;
  std::string best;
  for (const auto candidate : known) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance >= best_distance) continue;
    best_distance = distance;
    best = candidate;
  }
  return best;
}

}  // namespace pgmahout::settings
