#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

// JSON that was written by another program, another version, or by a machine that lost power.
namespace pgmahout::model {

/// Reads such a text. What is no JSON comes out as discarded, which is of no type; so does what is
/// nested deeper than anything of ours, because copying and printing recurse.
[[nodiscard]] nlohmann::json parse_json(std::string_view text);

/// One line of text. Bytes that are no UTF-8, as they stand in what servers say, are replaced:
/// dump() would throw at them, in the middle of a failover.
[[nodiscard]] std::string to_line(const nlohmann::json& json);

/// The value when it is of that type and fits into it; nlohmann casts and cuts numbers instead.
template <typename Value>
[[nodiscard]] std::optional<Value> exactly(const nlohmann::json& json) {
  if constexpr (std::is_same_v<Value, bool>) {
    if (json.is_boolean()) return json.get<bool>();
  } else if constexpr (std::is_integral_v<Value>) {
    if (json.is_number_unsigned()) {
      const auto wide = json.get<std::uint64_t>();
      if (std::in_range<Value>(wide)) return static_cast<Value>(wide);
    } else if (json.is_number_integer()) {
      const auto wide = json.get<std::int64_t>();
      if (std::in_range<Value>(wide)) return static_cast<Value>(wide);
    }
  } else {
    static_assert(std::is_same_v<Value, std::string>);
    if (json.is_string()) return json.get<std::string>();
  }
  return std::nullopt;
}

/// That field of an object, or `otherwise` when it is missing or no such value. Never throws.
template <typename Value>
[[nodiscard]] Value field(const nlohmann::json& object, const char* name, Value otherwise) {
  const auto found = object.find(name);
  if (found == object.end()) return otherwise;
  return exactly<Value>(*found).value_or(std::move(otherwise));
}

/// That whole number of an object; throws std::out_of_range when it does not fit, for use where a
/// whole document is refused at the first fault, and nlohmann's exception when it is missing.
template <typename Number>
[[nodiscard]] Number number(const nlohmann::json& object, const char* name) {
  const auto value = exactly<Number>(object.at(name));
  if (!value) throw std::out_of_range(std::string(name) + " is out of range");
  return *value;
}

/// That enumerator of an object, written as its number; throws as number() does beyond the last
/// one.
template <typename Enumeration>
[[nodiscard]] Enumeration enumerator(const nlohmann::json& object, const char* name,
                                     Enumeration last) {
  const auto value = number<std::uint8_t>(object, name);
  if (value <= static_cast<std::uint8_t>(last)) return static_cast<Enumeration>(value);
  throw std::out_of_range(std::string(name) + " is out of range");
}

}  // namespace pgmahout::model
