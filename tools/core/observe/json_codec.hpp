#pragma once

#include <expected>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "model/error.hpp"
#include "model/inspection.hpp"
#include "model/system_identifier.hpp"
#include "model/timeline.hpp"

// How the model's values are written between a node's agent and whoever asks it. Found by
// argument-dependent look-up, so it lives where the types do.

namespace pgmahout::model {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Error, kind, what, node, command, hint)

/// The value, or an exception that refuses the whole document.
template <typename T>
[[nodiscard]] T expect_value(Result<T> value) {
  if (!value) throw std::out_of_range(value.error().what);
  return *value;
}

inline void to_json(nlohmann::json& to, const Lsn& from) { to = to_string(from); }
inline void from_json(const nlohmann::json& from, Lsn& to) {
  to = expect_value(parse_lsn(from.get<std::string>()));
}
inline void to_json(nlohmann::json& to, const SystemIdentifier& from) { to = to_string(from); }
inline void from_json(const nlohmann::json& from, SystemIdentifier& to) {
  to = expect_value(parse_system_identifier(from.get<std::string>()));
}
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Timeline, number)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(TimelineSwitch, from, at)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(TimelineHistory, timeline, ancestors)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ArchiverState, mode, archived, failed, failing, last_failed_wal)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(UnitState, name, active, enabled, before_start)

}  // namespace pgmahout::model

// An optional and a result are written as null or {"value":...} and {"value":...} or {"error":...}.
namespace nlohmann {

template <typename T>
struct adl_serializer<std::optional<T>> {
  static void to_json(json& to, const std::optional<T>& from) { to = from ? json(*from) : json(); }
  static void from_json(const json& from, std::optional<T>& to) {
    if (!from.is_null()) to = from.get<T>();
  }
};

template <typename T>
struct adl_serializer<std::expected<T, pgmahout::model::Error>> {
  using Result = std::expected<T, pgmahout::model::Error>;
  static void to_json(json& to, const Result& from) {
    to = from ? json{{"value", *from}} : json{{"error", from.error()}};
  }
  static void from_json(const json& from, Result& to) {
    if (from.contains("value"))
      to = from.at("value").get<T>();
    else
      to = std::unexpected(from.at("error").get<pgmahout::model::Error>());
  }
};

}  // namespace nlohmann

namespace pgmahout::observe {

/// What is said of an answer that another version of the agent may have given.
[[nodiscard]] std::unexpected<model::Error> unlike_ours(const std::string& why);

/// Whether a number is a fraction or beyond reason: nlohmann casts such a one to whatever integer
/// is asked for, and it is anything then. Of ours only a few seconds are fractions.
[[nodiscard]] bool has_wild_fraction(const nlohmann::json& value);

/// Reads a part of an answer; an error of kind failed when it is not what this version expects.
template <typename Part>
[[nodiscard]] model::Result<Part> read_part(const nlohmann::json& document) {
  if (has_wild_fraction(document)) return unlike_ours("a number is out of range");
  try {
    return document.get<Part>();
  } catch (const nlohmann::json::exception& error) {
    return unlike_ours(error.what());
  } catch (const std::out_of_range& error) {
    return unlike_ours(error.what());
  }
}

}  // namespace pgmahout::observe
