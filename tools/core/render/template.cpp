#include "render/template.hpp"

#include <algorithm>
#include <stdexcept>

#include "render/embedded_templates.hpp"

namespace pgmahout::render {

std::string fill(std::string_view name, const TemplateData& data) {
  const auto all = embedded_templates();
  const auto found = std::ranges::find(all, name, &EmbeddedTemplate::name);
  if (found == all.end()) throw std::logic_error("no template is named " + std::string(name));
  kainjow::mustache::mustache document{std::string(found->text)};
  document.set_custom_escape([](const std::string& text) { return text; });
  if (!document.is_valid())
    throw std::logic_error(std::string(name) + ": " + document.error_message());
  return document.render(data);
}

}  // namespace pgmahout::render
