#include "model/lsn.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace pgmahout::model {

namespace {

std::optional<std::uint32_t> parse_half(std::string_view text) {
  if (text.empty() || text.size() > 8) return std::nullopt;
  std::uint32_t value = 0;
  const char* end = text.data() + text.size();
  const auto [next, failure] = std::from_chars(text.data(), end, value, 16);
  if (failure != std::errc{} || next != end) return std::nullopt;
  return value;
}

}  // namespace

Result<Lsn> parse_lsn(std::string_view text) {
  const auto slash = text.find('/');
  if (slash != std::string_view::npos) {
    const auto high = parse_half(text.substr(0, slash));
    const auto low = parse_half(text.substr(slash + 1));
    if (high && low) return Lsn{(std::uint64_t{*high} << 32U) | *low};
  }
  return std::unexpected(Error{.kind = ErrorKind::invalid,
                               .what = fmt::format("\"{}\" is not a WAL position", text),
                               .hint = "PostgreSQL writes one like 16/B374D848"});
}

std::string to_string(Lsn lsn) {
  return fmt::format("{:X}/{:X}", lsn.bytes >> 32U, lsn.bytes & 0xFFFFFFFFU);
}

}  // namespace pgmahout::model
