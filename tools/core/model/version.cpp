#include "model/version.hpp"

#include <array>
#include <charconv>
#include <string_view>

namespace pgmahout::model {

namespace {

Error not_a_version(const std::string& text) {
  return {.kind = ErrorKind::invalid,
          .what = "\"" + text + "\" is not a version",
          .hint = "write a number like 15 or 4.3"};
}

}  // namespace

Result<Version> parse_version(const std::string& text) {
  std::array<int, 3> parts{};
  std::string_view rest = text;
  for (std::size_t index = 0; index < parts.size(); ++index) {
    const char* end = rest.data() + rest.size();
    const auto [next, failure] = std::from_chars(rest.data(), end, parts.at(index));
    if (failure != std::errc{} || parts.at(index) < 0) return std::unexpected(not_a_version(text));
    if (next == end) return Version{parts[0], parts[1], parts[2]};
    if (*next != '.') break;
    rest = std::string_view(next + 1, static_cast<std::size_t>(end - next - 1));
  }
  return std::unexpected(not_a_version(text));
}

std::string to_string(const Version& version) {
  std::string text = std::to_string(version.major_number);
  if (version.minor_number != 0 || version.patch != 0)
    text += "." + std::to_string(version.minor_number);
  if (version.patch != 0) text += "." + std::to_string(version.patch);
  return text;
}

}  // namespace pgmahout::model
