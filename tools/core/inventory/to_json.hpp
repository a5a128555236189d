#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "settings/value.hpp"

namespace pgmahout::inventory {

/// The value as `ansible-inventory --list` prints it: a vault value stays closed
/// ({"__ansible_vault": ...}) and an unsafe one is marked ({"__ansible_unsafe": ...}).
[[nodiscard]] nlohmann::json to_json(const settings::Value& value);

/// The text of a mapping's key; keys that are no text in YAML become what JSON makes of them.
[[nodiscard]] std::string key_text(const settings::Value& key);

}  // namespace pgmahout::inventory
