#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "settings/types.hpp"

namespace pgmahout::settings {

/// The prefix of every variable of ours in an inventory.
constexpr std::string_view kPrefix = "pgmahout_";

/// Whose variable it is: all nodes must agree, each node has its own, or only playbooks read it.
enum class Scope : std::uint8_t { cluster, node, playbook };

/// One row of the table: it parses, validates and documents one variable.
struct Setting {
  std::string_view key;
  Scope scope;
  Type type;
  std::string_view default_text;      ///< as documented; read like a value when `derive` is null
  std::string_view doc;               ///< what it is and why the default is as it is
  bool required = false;              ///< there is no default
  void (*derive)(Target&) = nullptr;  ///< computes the default from what was set before this row
};

/// Every setting; a row's default may depend on rows before it.
[[nodiscard]] std::span<const Setting> settings_table();

/// The row of that key, or null.
[[nodiscard]] const Setting* find_setting(std::string_view key);

/// The known key that a misspelt one most likely means; empty when none is near.
[[nodiscard]] std::string nearest_setting(std::string_view key);

/// Something wrong with a value: where, what and what would be right.
struct Complaint {
  Place place;
  std::string what;
  std::string hint;
};
using Complaints = std::vector<Complaint>;

/// Reads the value as that setting's type and writes it into the target. Nothing is written when
/// there are complaints, which never show a secret.
[[nodiscard]] Complaints apply(const Setting& setting, const ValuePtr& value, Target& target);

/// Writes the setting's default into the target.
void apply_default(const Setting& setting, Target& target);

/// The page docs/settings.md.
[[nodiscard]] std::string settings_markdown();

}  // namespace pgmahout::settings
