#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "settings/value.hpp"

namespace pgmahout::settings {

/// The value as an integer; text of digits counts, since variables often pass through text.
[[nodiscard]] std::optional<std::int64_t> as_integer(const Value& value);

/// The value as a finite number; text of one counts.
[[nodiscard]] std::optional<double> as_number(const Value& value);

/// The value as a boolean; the words that YAML 1.1 takes for one count in quotes too.
[[nodiscard]] std::optional<bool> as_boolean(const Value& value);

/// The value as text; numbers count as they are written (4.3, 15). Booleans do not: what was meant
/// by a bare "on" cannot be known.
[[nodiscard]] std::optional<std::string> as_text(const Value& value);

/// The value for a message, in quotes and shortened; "a list", ... for what is no plain value.
[[nodiscard]] std::string shown(const Value& value);

}  // namespace pgmahout::settings
