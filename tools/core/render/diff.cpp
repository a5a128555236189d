#include "render/diff.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace pgmahout::render {

namespace {

constexpr std::size_t kContext = 3;

using Lines = std::vector<std::string_view>;

// A line of the merged text: kept (' '), only in the old one ('-') or only in the new one ('+').
struct Edit {
  char mark;
  std::string_view line;
};

Lines split(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size() - 1);
    lines.push_back(text.substr(0, end + 1));
    text.remove_prefix(end + 1);
  }
  return lines;
}

// length[i][j]: the longest common subsequence of old lines from i on and new lines from j on.
class CommonLengths {
 public:
  CommonLengths(const Lines& before, const Lines& after)
      : width_(after.size() + 1), lengths_((before.size() + 1) * width_, 0) {
    for (std::size_t row = before.size(); row-- > 0;)
      for (std::size_t column = after.size(); column-- > 0;)
        lengths_[row * width_ + column] = before[row] == after[column]
                                              ? at(row + 1, column + 1) + 1
                                              : std::max(at(row + 1, column), at(row, column + 1));
  }
  [[nodiscard]] std::uint32_t at(std::size_t row, std::size_t column) const {
    return lengths_[row * width_ + column];
  }

 private:
  std::size_t width_;
  std::vector<std::uint32_t> lengths_;
};

std::vector<Edit> edits(const Lines& before, const Lines& after) {
  const CommonLengths common(before, after);
  std::vector<Edit> all;
  std::size_t row = 0;
  std::size_t column = 0;
  while (row < before.size() || column < after.size()) {
    if (row < before.size() && column < after.size() && before[row] == after[column]) {
      all.push_back({' ', before[row++]});
      ++column;
    } else if (column == after.size() ||
               (row < before.size() && common.at(row + 1, column) >= common.at(row, column + 1))) {
      all.push_back({'-', before[row++]});
    } else {
      all.push_back({'+', after[column++]});
    }
  }
  return all;
}

// [begin, end) of the next hunk at or after `from`: changes with no more than twice the context
// between them.
std::pair<std::size_t, std::size_t> next_hunk(const std::vector<Edit>& all, std::size_t from) {
  const auto changed = [&](std::size_t index) { return all[index].mark != ' '; };
  std::size_t first = from;
  while (first < all.size() && !changed(first)) ++first;
  if (first == all.size()) return {all.size(), all.size()};
  std::size_t last = first;
  for (std::size_t index = first; index < all.size() && index <= last + 2 * kContext + 1; ++index)
    if (changed(index)) last = index;
  const std::size_t begin = first - std::min(first - from, kContext);
  return {begin, std::min(last + 1 + kContext, all.size())};
}

std::size_t count(const std::vector<Edit>& all, std::size_t begin, std::size_t end, char without) {
  std::size_t lines = 0;
  for (std::size_t index = begin; index < end; ++index)
    if (all[index].mark != without) ++lines;
  return lines;
}

std::string range(std::size_t before, std::size_t lines) {
  const std::size_t start = lines == 0 ? before : before + 1;
  return lines == 1 ? fmt::format("{}", start) : fmt::format("{},{}", start, lines);
}

std::string hunk(const std::vector<Edit>& all, std::size_t begin, std::size_t end) {
  std::string text =
      fmt::format("@@ -{} +{} @@\n", range(count(all, 0, begin, '+'), count(all, begin, end, '+')),
                  range(count(all, 0, begin, '-'), count(all, begin, end, '-')));
  for (std::size_t index = begin; index < end; ++index) {
    text += all[index].mark;
    text += all[index].line;
    if (!all[index].line.ends_with('\n')) text += "\n\\ No newline at end of file\n";
  }
  return text;
}

}  // namespace

std::string unified_diff(std::string_view old_name, std::string_view new_name,
                         std::string_view old_text, std::string_view new_text) {
  if (old_text == new_text) return "";
  const auto all = edits(split(old_text), split(new_text));
  std::string text = fmt::format("--- {}\n+++ {}\n", old_name, new_name);
  for (std::size_t from = 0; from < all.size();) {
    const auto [begin, end] = next_hunk(all, from);
    if (begin == end) break;
    text += hunk(all, begin, end);
    from = end;
  }
  return text;
}

}  // namespace pgmahout::render
