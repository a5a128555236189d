#include "model/timeline.hpp"

#include <fmt/format.h>

#include <charconv>

namespace pgmahout::model {

namespace {

Error malformed(std::string what) { return {.kind = ErrorKind::invalid, .what = std::move(what)}; }

std::string_view next_word(std::string_view& rest) {
  constexpr std::string_view kBlanks = " \t\r";
  const auto begin = rest.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return rest = {};
  const auto end = std::min(rest.find_first_of(kBlanks, begin), rest.size());
  const auto word = rest.substr(begin, end - begin);
  rest.remove_prefix(end);
  return word;
}

Result<TimelineSwitch> parse_switch(std::string_view line) {
  const auto from = parse_timeline(next_word(line));
  if (!from) return std::unexpected(from.error());
  const auto at = parse_lsn(next_word(line));
  if (!at) return std::unexpected(at.error());
  return TimelineSwitch{*from, *at};
}

bool is_blank_or_comment(std::string_view line) {
  const auto first = next_word(line);
  return first.empty() || first.front() == '#';
}

}  // namespace

Result<Timeline> parse_timeline(std::string_view text) {
  std::uint32_t number = 0;
  const char* end = text.data() + text.size();
  const auto [next, failure] = std::from_chars(text.data(), end, number);
  if (failure != std::errc{} || next != end || number == 0)
    return std::unexpected(malformed(fmt::format("\"{}\" is not a timeline", text)));
  return Timeline{number};
}

Result<TimelineHistory> parse_history(Timeline timeline, std::string_view content) {
  TimelineHistory history{.timeline = timeline};
  while (!content.empty()) {
    const auto end = std::min(content.find('\n'), content.size());
    const auto line = content.substr(0, end);
    content.remove_prefix(std::min(end + 1, content.size()));
    if (is_blank_or_comment(line)) continue;
    const auto entry = parse_switch(line);
    if (!entry) return std::unexpected(entry.error());
    const Timeline last = history.ancestors.empty() ? Timeline{} : history.ancestors.back().from;
    if (entry->from <= last || entry->from >= timeline)
      return std::unexpected(
          malformed(fmt::format("the history of timeline {} is out of order", timeline.number)));
    history.ancestors.push_back(*entry);
  }
  return history;
}

std::string history_file_name(Timeline timeline) {
  return fmt::format("{:08X}.history", timeline.number);
}

}  // namespace pgmahout::model
