#include "inventory/document.hpp"

#include <nlohmann/json.hpp>

#include "inventory/file.hpp"

namespace pgmahout::inventory {

model::Result<settings::ValuePtr> read_document(const Document& document,
                                                std::vector<std::string>& warnings) {
  auto text = checked_text(document.text, document.file);
  if (!text) return std::unexpected(text.error());
  const Document checked{*std::move(text), document.file};
  // Only what opens a JSON document is worth the second look; a lone scalar reads the same in YAML.
  const std::size_t first = checked.text.find_first_not_of(" \t\r\n");
  const bool bracket =
      first != std::string::npos && (checked.text[first] == '{' || checked.text[first] == '[');
  if (bracket && nlohmann::json::accept(checked.text)) return read_json(checked, warnings);
  return read_yaml(checked, warnings);
}

}  // namespace pgmahout::inventory
