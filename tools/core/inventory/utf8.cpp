#include "inventory/utf8.hpp"

#include <array>

namespace pgmahout::inventory {

namespace {

int sequence_length(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return 2;
  if (first >= 0xE0 && first <= 0xEF) return 3;
  if (first >= 0xF0 && first <= 0xF4) return 4;
  return 0;
}

bool is_scalar_value(std::uint32_t character, int length) {
  constexpr std::array<std::uint32_t, 5> kSmallest{0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
  return character >= kSmallest.at(static_cast<std::size_t>(length)) && !surrogate &&
         character <= 0x10FFFF;
}

// What libyaml calls printable, which is what Ansible reads with.
bool is_allowed(std::uint32_t character) {
  if (character == '\t' || character == '\n' || character == '\r' || character == 0x85) return true;
  if (character < 0x20 || (character >= 0x7F && character < 0xA0)) return false;
  return character != 0xFEFF && character != 0xFFFE && character != 0xFFFF;
}

std::string describe(const Decoded& decoded) {
  if (decoded.length == 0) return "this is not UTF-8";
  if (decoded.character == 0) return "there is a NUL byte";
  return "there is a control character (code " + std::to_string(decoded.character) + ")";
}

}  // namespace

Decoded decode(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const int length = sequence_length(first);
  if (length == 0 || text.size() < static_cast<std::size_t>(length)) return {};
  constexpr std::array<std::uint32_t, 5> kFirstBits{0, 0x7F, 0x1F, 0x0F, 0x07};
  std::uint32_t character = first & kFirstBits.at(static_cast<std::size_t>(length));
  for (const char next : text.substr(1, static_cast<std::size_t>(length) - 1)) {
    const auto byte = static_cast<unsigned char>(next);
    if ((byte & 0xC0U) != 0x80U) return {};
    character = (character << 6U) | (byte & 0x3FU);
  }
  if (!is_scalar_value(character, length)) return {};
  return {character, length};
}

std::optional<Forbidden> find_forbidden(std::string_view text) {
  int line = 1;
  int column = 1;
  while (!text.empty()) {
    const Decoded decoded = decode(text);
    if (decoded.length == 0 || !is_allowed(decoded.character))
      return Forbidden{describe(decoded), line, column};
    column = decoded.character == '\n' ? 1 : column + 1;
    line += decoded.character == '\n' ? 1 : 0;
    text.remove_prefix(static_cast<std::size_t>(decoded.length));
  }
  return std::nullopt;
}

}  // namespace pgmahout::inventory
