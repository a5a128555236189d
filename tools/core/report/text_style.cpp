#include "report/text_style.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <sstream>

namespace pgmahout::report {

namespace {

constexpr int kDefaultWidth = 100;
constexpr int kNarrowest = 40;

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

int terminal_width() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  int columns = kDefaultWidth;
  const std::string_view text = environment("COLUMNS");
  std::from_chars(text.data(), text.data() + text.size(), columns);
  return columns;
}

}  // namespace

TextStyle stdout_style() {
  const bool terminal = isatty(STDOUT_FILENO) == 1;
  const bool wanted = environment("NO_COLOR").empty() && environment("TERM") != "dumb";
  return {.colour = terminal && wanted, .width = std::max(kNarrowest, terminal_width())};
}

std::vector<std::string> wrap(std::string_view text, int width) {
  std::vector<std::string> lines(1);
  std::istringstream words{std::string(text)};
  const auto limit = static_cast<std::size_t>(std::max(width, 1));
  for (std::string word; words >> word;) {
    std::string& line = lines.back();
    if (line.empty())
      line = word;
    else if (line.size() + 1 + word.size() <= limit)
      line += " " + word;
    else
      lines.push_back(word);
  }
  return lines;
}

std::string indented(std::string_view text, std::size_t margin, std::string_view mark, int width) {
  const std::string blanks(margin + mark.size(), ' ');
  std::string result;
  for (const std::string& line : wrap(text, width - static_cast<int>(blanks.size()))) {
    result += result.empty() ? std::string(margin, ' ') + std::string(mark) : blanks;
    result += line + "\n";
  }
  return result;
}

}  // namespace pgmahout::report
