#pragma once

#include <string>
#include <vector>

#include "settings/value.hpp"

namespace pgmahout::inventory {

/// A text to read and the name that errors call it by.
struct Document {
  std::string text;
  std::string file;
};

/// Reads JSON if it is valid JSON, else YAML 1.1, as Ansible does. An empty document is a null
/// value. Duplicate keys add a warning. Errors: invalid, with the place.
[[nodiscard]] model::Result<settings::ValuePtr> read_document(const Document& document,
                                                              std::vector<std::string>& warnings);

/// The two halves of it. read_json may be called only with what nlohmann::json::accept() accepts.
[[nodiscard]] model::Result<settings::ValuePtr> read_yaml(const Document& document,
                                                          std::vector<std::string>& warnings);
[[nodiscard]] model::Result<settings::ValuePtr> read_json(const Document& document,
                                                          std::vector<std::string>& warnings);

}  // namespace pgmahout::inventory
