#include "model/system_identifier.hpp"

#include <charconv>

namespace pgmahout::model {

Result<SystemIdentifier> parse_system_identifier(std::string_view text) {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [next, failure] = std::from_chars(text.data(), end, value);
  if (failure == std::errc{} && next == end && value != 0) return SystemIdentifier{value};
  return std::unexpected(
      Error{.kind = ErrorKind::invalid,
            .what = "\"" + std::string(text) + "\" is not a system identifier of PostgreSQL"});
}

std::string to_string(SystemIdentifier identifier) { return std::to_string(identifier.value); }

}  // namespace pgmahout::model
