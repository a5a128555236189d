#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pgmahout::inventory {

/// One decoded character and how many bytes it took; length 0: the bytes are no UTF-8.
struct Decoded {
  std::uint32_t character = 0;
  int length = 0;
};

/// The character that the (non-empty) text begins with. Overlong forms and surrogates are no UTF-8.
[[nodiscard]] Decoded decode(std::string_view text);

/// The first thing in a text that cannot stand in a YAML file.
struct Forbidden {
  std::string what;
  int line = 0;    ///< from 1
  int column = 0;  ///< in characters, from 1
};

/// Invalid UTF-8, NUL or another control character; nullopt when there is none.
[[nodiscard]] std::optional<Forbidden> find_forbidden(std::string_view text);

}  // namespace pgmahout::inventory
