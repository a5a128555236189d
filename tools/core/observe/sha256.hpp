#pragma once

#include <string>
#include <string_view>

namespace pgmahout::observe {

/// SHA-256 of the text, 64 hexadecimal digits.
[[nodiscard]] std::string sha256(std::string_view text);

}  // namespace pgmahout::observe
