#include "inventory/scalar.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>

#include "inventory/timestamp.hpp"

namespace pgmahout::inventory {

namespace {

bool is_digit(char character) { return character >= '0' && character <= '9'; }

bool all_in(std::string_view text, std::string_view allowed) {
  return text.find_first_not_of(allowed) == std::string_view::npos;
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, text) != words.end();
}

// The sign taken off the front, as -1.0 or 1.0.
double take_sign(std::string_view& text) {
  if (text.empty() || (text.front() != '-' && text.front() != '+')) return 1.0;
  const double sign = text.front() == '-' ? -1.0 : 1.0;
  text.remove_prefix(1);
  return sign;
}

std::string without_underscores(std::string_view text) {
  std::string digits(text);
  std::erase(digits, '_');
  return digits;
}

// "(:[0-5]?[0-9])+" of a base-60 number.
bool is_base60_tail(std::string_view text) {
  while (!text.empty()) {
    if (text.front() != ':') return false;
    text.remove_prefix(1);
    const std::size_t count = std::min(text.find(':'), text.size());
    const std::string_view part = text.substr(0, count);
    if (part.empty() || part.size() > 2 || !all_in(part, "0123456789")) return false;
    if (part.size() == 2 && part.front() > '5') return false;
    text.remove_prefix(count);
  }
  return true;
}

Scalar from_digits(const std::string& digits, int base, double sign) {
  const std::string signed_digits = (sign < 0 ? "-" : "") + digits;
  std::int64_t number = 0;
  const char* end = signed_digits.data() + signed_digits.size();
  const auto parsed = std::from_chars(signed_digits.data(), end, number, base);
  if (parsed.ec == std::errc{}) return number;
  double large = 0;
  for (const char digit : digits) {
    const int value = is_digit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
    large = large * base + value;
  }
  return sign * large;
}

double from_base60(std::string_view text) {
  double total = 0;
  while (!text.empty()) {
    const std::size_t count = std::min(text.find(':'), text.size());
    const std::string part(text.substr(0, count));
    total = total * 60 + std::strtod(part.c_str(), nullptr);
    text.remove_prefix(std::min(count + 1, text.size()));
  }
  return total;
}

// The forms of an integer; nullopt when it has none of them.
std::optional<std::expected<Scalar, std::string>> integer(std::string_view text) {
  const double sign = take_sign(text);
  if (text.empty() || !is_digit(text.front())) return std::nullopt;
  const std::string digits = without_underscores(text);
  const bool prefixed = text.size() > 2 && text[0] == '0' && (text[1] == 'b' || text[1] == 'x');
  if (prefixed && all_in(text.substr(2), text[1] == 'b' ? "01_" : "0123456789abcdefABCDEF_")) {
    if (digits.size() == 2) return std::unexpected("this number has no digits");
    return from_digits(digits.substr(2), text[1] == 'b' ? 2 : 16, sign);
  }
  if (text == "0") return Scalar{std::int64_t{0}};
  if (text[0] == '0')
    return all_in(text, "01234567_") ? std::optional(from_digits(digits, 8, sign)) : std::nullopt;
  const std::size_t colon = std::min(text.find(':'), text.size());
  if (!all_in(text.substr(0, colon), "0123456789_")) return std::nullopt;
  if (colon == text.size()) return from_digits(digits, 10, sign);
  if (!is_base60_tail(text.substr(colon))) return std::nullopt;
  const double total = sign * from_base60(digits);
  if (std::abs(total) > 9e15) return Scalar{total};
  return Scalar{static_cast<std::int64_t>(total)};
}

bool is_exponent(std::string_view text) {
  if (text.empty()) return true;
  return text.size() > 2 && (text[0] == 'e' || text[0] == 'E') &&
         (text[1] == '-' || text[1] == '+') && all_in(text.substr(2), "0123456789");
}

// "[0-9][0-9_]*\.[0-9_]*(exponent)?", "\.[0-9][0-9_]*(exponent)?" and the base-60 form.
bool is_decimal(std::string_view text, bool had_sign) {
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) return false;
  const std::string_view whole = text.substr(0, point);
  const std::string_view rest = text.substr(point + 1);
  const std::size_t end = std::min(rest.find_first_not_of("0123456789_"), rest.size());
  if (whole.empty())
    return !had_sign && !rest.empty() && is_digit(rest.front()) && is_exponent(rest.substr(end));
  if (!is_digit(whole.front())) return false;
  const std::size_t colon = std::min(whole.find(':'), whole.size());
  if (!all_in(whole.substr(0, colon), "0123456789_")) return false;
  if (colon < whole.size()) return is_base60_tail(whole.substr(colon)) && end == rest.size();
  return is_exponent(rest.substr(end));
}

std::optional<Scalar> decimal(std::string_view text) {
  if (is_one_of(text, {".nan", ".NaN", ".NAN"}))
    return Scalar{std::numeric_limits<double>::quiet_NaN()};
  const std::size_t size = text.size();
  const double sign = take_sign(text);
  if (is_one_of(text, {".inf", ".Inf", ".INF"}))
    return Scalar{sign * std::numeric_limits<double>::infinity()};
  if (!is_decimal(text, text.size() != size)) return std::nullopt;
  const std::string digits = without_underscores(text);
  if (digits.find(':') != std::string::npos) return Scalar{sign * from_base60(digits)};
  double number = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (parsed.ec == std::errc::result_out_of_range) number = std::strtod(digits.c_str(), nullptr);
  return Scalar{sign * number};
}

std::optional<Scalar> word(std::string_view text) {
  if (is_one_of(text, {"", "~", "null", "Null", "NULL"})) return Scalar{std::monostate{}};
  if (is_one_of(text, {"yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"}))
    return Scalar{true};
  if (is_one_of(text, {"no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"}))
    return Scalar{false};
  return std::nullopt;
}

}  // namespace

std::expected<Scalar, std::string> resolve_plain(const std::string& text) {
  if (const auto known = word(text)) return *known;
  if (const auto number = decimal(text)) return *number;
  if (const auto number = integer(text)) return *number;
  if (looks_like_timestamp(text)) return to_iso_8601(text);
  return Scalar{text};
}

std::expected<Scalar, std::string> resolve_tagged(std::string_view tag, const std::string& text) {
  if (tag == "str") return Scalar{text};
  if (tag == "null") return Scalar{std::monostate{}};
  const auto plain = resolve_plain(text);
  if (!plain) return plain;
  if (tag == "bool" && std::holds_alternative<bool>(*plain)) return plain;
  if (tag == "int" && std::holds_alternative<std::int64_t>(*plain)) return plain;
  if (tag == "float" && std::holds_alternative<double>(*plain)) return plain;
  if (tag == "float" && std::holds_alternative<std::int64_t>(*plain))
    return Scalar{static_cast<double>(std::get<std::int64_t>(*plain))};
  return std::unexpected("\"" + text + "\" does not fit its tag !!" + std::string(tag));
}

}  // namespace pgmahout::inventory
