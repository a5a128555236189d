#pragma once

#include <expected>
#include <string>

#include "inventory/scalar.hpp"

namespace pgmahout::inventory {

/// Whether a plain scalar has the form of a YAML 1.1 date or time.
[[nodiscard]] bool looks_like_timestamp(const std::string& text);

/// Its ISO 8601 text, as Python prints it; an error when there is no such day or time.
[[nodiscard]] std::expected<Scalar, std::string> to_iso_8601(const std::string& text);

}  // namespace pgmahout::inventory
