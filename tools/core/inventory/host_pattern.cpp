#include "inventory/host_pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>

#include "settings/address.hpp"

namespace pgmahout::inventory {

namespace {

using Names = std::expected<std::vector<std::string>, std::string>;

// The letters in the order in which Python's string.ascii_letters has them.
constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

struct Range {
  std::string begin;
  std::string end;
  std::string step;
};

std::expected<Range, std::string> split_range(const std::string& text) {
  std::vector<std::string> parts(1);
  for (const char character : text) {
    if (character == ':')
      parts.emplace_back();
    else
      parts.back() += character;
  }
  if (parts.size() < 2 || parts.size() > 3 || parts[1].empty())
    return std::unexpected(
        fmt::format("the range [{}] is not [begin:end] or [begin:end:step]", text));
  return Range{parts[0].empty() ? "0" : parts[0], parts[1], parts.size() == 3 ? parts[2] : "1"};
}

std::optional<std::int64_t> to_number(const std::string& text) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  if (parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
  return number;
}

// A bound of a letter range, or nothing when it is a number range.
std::optional<std::int64_t> to_letter(const std::string& text) {
  if (text.size() != 1) return std::nullopt;
  const std::size_t index = kLetters.find(text.front());
  if (index == std::string_view::npos) return std::nullopt;
  return static_cast<std::int64_t>(index);
}

struct Bounds {
  std::int64_t begin = 0;
  std::int64_t end = 0;
  std::int64_t step = 1;
  bool letters = false;
  std::size_t width = 0;  // numbers are filled up with zeros to it
};

std::expected<Bounds, std::string> bounds_of(const Range& range) {
  const auto first = to_letter(range.begin);
  const auto last = to_letter(range.end);
  const bool letters = first && last;
  const auto begin = letters ? first : to_number(range.begin);
  const auto end = letters ? last : to_number(range.end);
  const auto step = to_number(range.step);
  if (!begin || !end || !step || *step <= 0 || *begin < 0)
    return std::unexpected(fmt::format("the range [{}:{}] is neither of numbers nor of letters",
                                       range.begin, range.end));
  if (*begin > *end)
    return std::unexpected(
        fmt::format("the range [{}:{}] ends before it begins", range.begin, range.end));
  const bool filled = !letters && range.begin.size() > 1 && range.begin.front() == '0';
  if (filled && range.begin.size() != range.end.size())
    return std::unexpected("both ends of a range with leading zeros must have the same length");
  return Bounds{*begin, *end, *step, letters, filled ? range.begin.size() : 0};
}

std::string member(const Bounds& bounds, std::int64_t index) {
  if (bounds.letters) return std::string(1, kLetters.at(static_cast<std::size_t>(index)));
  return fmt::format("{:0{}}", index, bounds.width);
}

// Expands the first range of the pattern.
Names expand_first(const std::string& pattern) {
  const std::size_t open = pattern.find('[');
  const std::size_t close = pattern.find(']', open);
  if (close == std::string::npos)
    return std::unexpected(fmt::format("\"{}\" has a [ without a ]", pattern));
  const auto range = split_range(pattern.substr(open + 1, close - open - 1));
  if (!range) return std::unexpected(range.error());
  const auto bounds = bounds_of(*range);
  if (!bounds) return std::unexpected(bounds.error());
  if ((bounds->end - bounds->begin) / bounds->step >= static_cast<std::int64_t>(kMaximumHosts))
    return std::unexpected(fmt::format("the range stands for more than {} hosts", kMaximumHosts));
  std::vector<std::string> names;
  for (std::int64_t index = bounds->begin; index <= bounds->end; index += bounds->step)
    names.push_back(pattern.substr(0, open) + member(*bounds, index) + pattern.substr(close + 1));
  return names;
}

Names expand_all(const std::string& pattern) {
  std::vector<std::string> names{pattern};
  // Every name has the same number of ranges left, so looking at the first one is enough.
  while (names.front().find('[') != std::string::npos) {
    std::vector<std::string> next;
    for (const auto& name : names) {
      const auto expanded = expand_first(name);
      if (!expanded) return expanded;
      next.insert(next.end(), expanded->begin(), expanded->end());
      if (next.size() > kMaximumHosts)
        return std::unexpected(
            fmt::format("\"{}\" stands for more than {} hosts", pattern, kMaximumHosts));
    }
    names = std::move(next);
  }
  return names;
}

// The position of the colon before a port, when the rest has no other colon outside of brackets.
std::size_t port_colon(const std::string& pattern) {
  const std::size_t colon = pattern.rfind(':');
  if (colon == std::string::npos || colon + 1 == pattern.size()) return std::string::npos;
  if (pattern.find_first_not_of("0123456789", colon + 1) != std::string::npos)
    return std::string::npos;
  bool inside = false;
  for (std::size_t index = 0; index < colon; ++index) {
    if (pattern[index] == '[') inside = true;
    if (pattern[index] == ']') inside = false;
    if (pattern[index] == ':' && !inside) return std::string::npos;
  }
  return inside ? std::string::npos : colon;
}

// "[2001:db8::1]:2222": brackets around an address, not a range.
bool is_bracketed_address(const std::string& pattern) {
  return pattern.starts_with('[') && pattern.ends_with(']') &&
         settings::parse_address(pattern.substr(1, pattern.size() - 2)).has_value();
}

}  // namespace

std::expected<HostPattern, std::string> expand_pattern(const std::string& pattern) {
  HostPattern result;
  std::string name = pattern;
  const std::size_t colon = port_colon(pattern);
  if (colon != std::string::npos) {
    result.port = to_number(pattern.substr(colon + 1));
    name = pattern.substr(0, colon);
    if (is_bracketed_address(name)) name = name.substr(1, name.size() - 2);
  }
  if (name.empty()) return std::unexpected("the host's name is empty");
  auto names = expand_all(name);
  if (!names) return std::unexpected(names.error());
  result.names = *std::move(names);
  return result;
}

}  // namespace pgmahout::inventory
