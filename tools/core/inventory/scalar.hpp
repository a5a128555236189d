#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <variant>

namespace pgmahout::inventory {

/// What a scalar means; a date or time is text in ISO 8601.
using Scalar = std::variant<std::monostate, bool, std::int64_t, double, std::string>;

/// What YAML 1.1 makes of a plain (unquoted) scalar: yes/no/on/off, octal, hexadecimal, binary and
/// base-60 numbers, underscores in numbers, dates. Ansible reads YAML 1.1, yaml-cpp 1.2, so the
/// difference is made up here. Integers beyond 64 bits become doubles.
/// The error says why it looks like a number or date but is none.
[[nodiscard]] std::expected<Scalar, std::string> resolve_plain(const std::string& text);

/// The same for an explicit tag "!!int", "!!float", "!!bool", "!!null" or "!!str", given without
/// its prefix; an error when the text does not have that form.
[[nodiscard]] std::expected<Scalar, std::string> resolve_tagged(std::string_view tag,
                                                                const std::string& text);

}  // namespace pgmahout::inventory
