#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace pgmahout::report {

/// The text, or null where there is none.
[[nodiscard]] inline nlohmann::ordered_json or_null(const std::string& text) {
  return text.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(text);
}

/// The number, or null where there is none.
template <typename Number>
[[nodiscard]] nlohmann::ordered_json or_null(const std::optional<Number>& number) {
  return number ? nlohmann::ordered_json(*number) : nlohmann::ordered_json(nullptr);
}

}  // namespace pgmahout::report
