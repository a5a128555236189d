#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/cluster.hpp"
#include "model/error.hpp"
#include "render/parameter_table.hpp"

namespace pgmahout::render {

/// One line of postgresql.conf or pgpool.conf, the value unquoted.
struct Parameter {
  std::string name;
  std::string value;

  bool operator==(const Parameter&) const = default;
};

/// Lines that belong together. A note is a comment above them: why they are as they are.
struct Section {
  std::string title;
  std::string note;
  std::vector<Parameter> parameters;
};

/// A parameter that is not the user's to set, and what to set instead. A name that ends with "*"
/// stands for every name that begins so, one that ends with "#" for the name with a node's number.
struct OwnedParameter {
  std::string_view name;
  std::string_view reason;
};

/// What decides about a user's own settings.
struct SettingRules {
  const ParameterTable& table;
  model::Version version;
  std::span<const OwnedParameter> owned;
  std::string_view settings_key;  ///< the inventory key that holds them, for messages
  bool dotted_names = false;      ///< whether extension.parameter is allowed (PostgreSQL)
};

/// Our sections with the user's settings in them: a setting of a parameter that we write too takes
/// our value's place, the others make a last section. Errors of kind invalid: an owned parameter, a
/// parameter that this version does not know.
[[nodiscard]] model::Result<std::vector<Section>> with_settings(std::vector<Section> ours,
                                                                const model::Parameters& settings,
                                                                const SettingRules& rules);

/// How a format quotes a value.
using Quote = std::function<model::Result<std::string>(std::string_view)>;

/// The template of that name, filled with the sections ("sections", each with title, note and
/// "parameters" of name and value).
[[nodiscard]] model::Result<std::string> fill_sections(std::string_view template_name,
                                                       const std::vector<Section>& sections,
                                                       const Quote& quote);

}  // namespace pgmahout::render
