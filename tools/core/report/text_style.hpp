#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pgmahout::report {

/// How text for people may look.
struct TextStyle {
  bool colour = false;
  int width = 80;  ///< columns; lines are wrapped at blanks to fit
};

/// What stdout can show: colours only on a terminal, never with NO_COLOR set (no-color.org) or
/// TERM=dumb; as wide as the terminal, else COLUMNS, else 100.
[[nodiscard]] TextStyle stdout_style();

/// Wraps at blanks into lines of at most `width` bytes; a longer word has a line of its own.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, int width);

/// The text wrapped behind so many blanks, each line ended; the mark stands before the first only.
[[nodiscard]] std::string indented(std::string_view text, std::size_t margin, std::string_view mark,
                                   int width);

}  // namespace pgmahout::report
