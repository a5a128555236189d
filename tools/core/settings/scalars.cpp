#include "settings/scalars.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace pgmahout::settings {

namespace {

constexpr std::size_t kShownLength = 60;

template <typename Number>
std::optional<Number> from_text(const std::string& text) {
  Number number{};
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  if (parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
  return number;
}

bool is_one_of(const std::string& text, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, text) != words.end();
}

}  // namespace

std::optional<std::int64_t> as_integer(const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value.data)) return *number;
  return value.text() ? from_text<std::int64_t>(*value.text()) : std::nullopt;
}

std::optional<double> as_number(const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value.data))
    return static_cast<double>(*number);
  const auto* number = std::get_if<double>(&value.data);
  const auto found = number         ? std::optional(*number)
                     : value.text() ? from_text<double>(*value.text())
                                    : std::nullopt;
  return found && std::isfinite(*found) ? found : std::nullopt;
}

std::optional<bool> as_boolean(const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value.data)) return *flag;
  if (!value.text()) return std::nullopt;
  std::string word = *value.text();
  std::ranges::transform(word, word.begin(), [](unsigned char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : static_cast<char>(c);
  });
  if (is_one_of(word, {"true", "yes", "on"})) return true;
  if (is_one_of(word, {"false", "no", "off"})) return false;
  return std::nullopt;
}

std::optional<std::string> as_text(const Value& value) {
  if (value.vault) return std::nullopt;
  if (value.text()) return *value.text();
  if (const auto* number = std::get_if<std::int64_t>(&value.data))
    return fmt::format("{}", *number);
  if (const auto* number = std::get_if<double>(&value.data)) return fmt::format("{}", *number);
  return std::nullopt;
}

std::string shown(const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value.data)) return *flag ? "true" : "false";
  const auto text = as_text(value);
  if (!text) return std::string(kind_name(value));
  if (text->size() <= kShownLength) return fmt::format("\"{}\"", *text);
  std::size_t end = kShownLength;
  // Do not cut within a UTF-8 sequence.
  while (end > 0 && (static_cast<unsigned char>((*text)[end]) & 0xC0U) == 0x80U) --end;
  return fmt::format("\"{}...\"", text->substr(0, end));
}

}  // namespace pgmahout::settings
