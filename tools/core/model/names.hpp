#pragma once

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>
#include <string_view>

#include "model/cluster.hpp"
#include "model/cluster_history.hpp"
#include "model/loss.hpp"

namespace pgmahout::model {

/// The names of the model's enumerations in files, in the order of their values.
template <typename Enumeration>
constexpr std::array<std::string_view, 3> kNames{};
template <>
inline constexpr std::array<std::string_view, 2> kNames<OsFamily>{"debian", "el"};
template <>
inline constexpr std::array<std::string_view, 3> kNames<Repository>{"pgdg", "distribution", "none"};
template <>
inline constexpr std::array<std::string_view, 3> kNames<FailoverProfile>{"fast", "balanced",
                                                                         "safe"};
template <>
inline constexpr std::array<std::string_view, 3> kNames<Synchronous>{"off", "quorum", "priority"};
template <>
inline constexpr std::array<std::string_view, 2> kNames<Durability>{"required", "preferred"};
template <>
inline constexpr std::array<std::string_view, 2> kNames<StandbysLost>{"block", "degrade"};
template <>
inline constexpr std::array<std::string_view, 3> kNames<Loss>{"none", "unknown", "certain"};
template <>
inline constexpr std::array<std::string_view, 4> kNames<TimelineOrigin>{"initdb", "failover",
                                                                        "by_hand", "unknown"};
template <>
inline constexpr std::array<std::string_view, 3> kNames<Rejoin>{"rewind", "clone", "manual"};

/// The name of that value.
template <typename Enumeration>
[[nodiscard]] std::string_view name_of(Enumeration value) {
  return kNames<Enumeration>.at(static_cast<std::size_t>(value));
}

/// The value of that name; throws std::out_of_range when there is none, for use where a whole
/// document is refused at the first fault.
template <typename Enumeration>
[[nodiscard]] Enumeration value_of(const std::string& name) {
  const auto& names = kNames<Enumeration>;
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) throw std::out_of_range("\"" + name + "\" is no known name");
  return static_cast<Enumeration>(found - names.begin());
}

}  // namespace pgmahout::model
