#include "render/parameters.hpp"

#include <algorithm>
#include <stdexcept>

#include "render/template.hpp"

namespace pgmahout::render {

namespace {

using model::Result;

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  return result;
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool matches(const OwnedParameter& owned, std::string_view name) {
  const std::string_view stem = owned.name.substr(0, owned.name.size() - 1);
  if (owned.name.ends_with('*')) return name.starts_with(stem);
  if (owned.name.ends_with('#'))
    return name.starts_with(stem) && is_number(name.substr(stem.size()));
  return owned.name == name;
}

std::optional<model::Error> refusal(const std::string& name, const SettingRules& rules) {
  const std::string spelled = rules.table.ignores_case ? lower(name) : name;
  for (const auto& owned : rules.owned)
    if (matches(owned, spelled))
      return model::Error{.kind = model::ErrorKind::invalid,
                          .what = std::string(rules.settings_key) + " must not set " + name,
                          .hint = std::string(owned.reason)};
  if (rules.dotted_names && name.find('.') != std::string::npos) return std::nullopt;
  auto unknown = rules.table.unknown(name, rules.version);
  if (unknown) unknown->what = std::string(rules.settings_key) + ": " + unknown->what;
  return unknown;
}

bool same(std::string_view left, std::string_view right, bool ignore_case) {
  return ignore_case ? lower(left) == lower(right) : left == right;
}

// Our own line of that name, or null.
Parameter* find(std::vector<Section>& sections, std::string_view name, bool ignore_case) {
  for (auto& section : sections)
    for (auto& parameter : section.parameters)
      if (same(parameter.name, name, ignore_case)) return &parameter;
  return nullptr;
}

// What we write ourselves is in the table too, or the table is wrong: then nothing is written.
void hold_to_table(const std::vector<Section>& sections, const SettingRules& rules) {
  for (const auto& section : sections)
    for (const auto& parameter : section.parameters)
      if (const auto unknown = rules.table.unknown(parameter.name, rules.version))
        throw std::logic_error(unknown->what);
}

TemplateData rows(const std::vector<std::pair<std::string, std::string>>& lines) {
  TemplateData list(TemplateData::type::list);
  for (const auto& [name, value] : lines) {
    TemplateData row;
    row.set("name", name);
    row.set("value", value);
    list.push_back(row);
  }
  return list;
}

TemplateData note_lines(const std::string& note) {
  TemplateData list(TemplateData::type::list);
  for (std::size_t begin = 0; begin < note.size();) {
    const auto end = std::min(note.find('\n', begin), note.size());
    TemplateData row;
    row.set("line", note.substr(begin, end - begin));
    list.push_back(row);
    begin = end + 1;
  }
  return list;
}

Result<TemplateData> section_data(const Section& section, const Quote& quote) {
  std::vector<std::pair<std::string, std::string>> lines;
  for (const auto& parameter : section.parameters) {
    auto value = quote(parameter.value);
    if (!value) {
      value.error().what = parameter.name + ": " + value.error().what;
      return std::unexpected(value.error());
    }
    lines.emplace_back(parameter.name, *value);
  }
  TemplateData data;
  data.set("title", section.title);
  data.set("notes", note_lines(section.note));
  data.set("parameters", rows(lines));
  return data;
}

}  // namespace

Result<std::vector<Section>> with_settings(std::vector<Section> ours,
                                           const model::Parameters& settings,
                                           const SettingRules& rules) {
  hold_to_table(ours, rules);
  Section own{.title = "Settings of the inventory", .note = "", .parameters = {}};
  for (const auto& [name, value] : settings) {
    if (auto error = refusal(name, rules)) return std::unexpected(*error);
    if (Parameter* line = find(ours, name, rules.table.ignores_case))
      line->value = value;
    else
      own.parameters.push_back({name, value});
  }
  if (!own.parameters.empty()) ours.push_back(std::move(own));
  return ours;
}

Result<std::string> fill_sections(std::string_view template_name,
                                  const std::vector<Section>& sections, const Quote& quote) {
  TemplateData list(TemplateData::type::list);
  for (const auto& section : sections) {
    auto data = section_data(section, quote);
    if (!data) return std::unexpected(data.error());
    list.push_back(*data);
  }
  TemplateData data;
  data.set("sections", list);
  return fill(template_name, data);
}

}  // namespace pgmahout::render
