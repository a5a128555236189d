#include "settings/records.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "settings/nearest.hpp"
#include "settings/scalars.hpp"

namespace pgmahout::settings {

namespace {

using Names = std::span<const std::string_view>;

// Reads the fields of one mapping and collects what is wrong with them.
class Record {
 public:
  Record(const Value::Map& map, const Place& place, Complaints& complaints)
      : map_(&map), place_(&place), complaints_(&complaints) {}

  void allow(Names names) {
    for (const Entry& entry : *map_) {
      if (std::ranges::find(names, entry.key) != names.end()) continue;
      const std::string near = nearest(entry.key, names);
      complaints_->push_back({entry.place, fmt::format("has an unknown field {}", entry.key),
                              near.empty() ? fmt::format("known are {}", fmt::join(names, ", "))
                                           : fmt::format("did you mean {}?", near)});
    }
  }

  std::string text(std::string_view name) {
    const ValuePtr value = find(*map_, name);
    if (!value || value->is_null()) return {};
    const auto text = as_text(*value);
    if (text && form::kAnything.fits(*text)) return *text;
    complaints_->push_back(
        {value->place, fmt::format("{} must be {}", name, form::kAnything.expected), {}});
    return {};
  }

  std::string required(std::string_view name) {
    const std::size_t before = complaints_->size();
    std::string value = text(name);
    if (value.empty() && complaints_->size() == before)
      complaints_->push_back({*place_, fmt::format("needs the field {}", name), {}});
    return value;
  }

  std::string role(std::string_view name, bool is_required) {
    std::string value = is_required ? required(name) : text(name);
    if (!value.empty() && !form::kRoleName.fits(value))
      complaints_->push_back(
          {*place_, fmt::format("{} must be {}", name, form::kRoleName.expected), {}});
    return value;
  }

  model::Secret secret(std::string_view name) {
    const ValuePtr value = find(*map_, name);
    if (value && value->text()) return model::Secret(*value->text());
    complaints_->push_back({value ? value->place : *place_,
                            fmt::format("needs the field {} as text in quotes", name),
                            {}});
    return {};
  }

  std::vector<std::string> words(std::string_view name) {
    const ValuePtr value = find(*map_, name);
    if (!value || value->is_null()) return {};
    if (value->text()) return {*value->text()};
    std::vector<std::string> words;
    if (!value->list())
      complaints_->push_back({value->place, fmt::format("{} must be a list of words", name), {}});
    else
      for (const auto& item : *value->list()) add_word(*item, name, words);
    return words;
  }

 private:
  void add_word(const Value& item, std::string_view name, std::vector<std::string>& words) {
    const auto word = as_text(item);
    if (word && !word->empty() && form::kAnything.fits(*word)) return words.push_back(*word);
    complaints_->push_back({item.place, fmt::format("{} must be a list of words", name), {}});
  }

  const Value::Map* map_;
  const Place* place_;
  Complaints* complaints_;
};

bool is_parameter_name(const std::string& name) {
  return !name.empty() && std::ranges::all_of(name, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == '.';
  });
}

}  // namespace

model::HbaRule read_hba_rule(const Value::Map& map, const Place& place, Complaints& complaints) {
  constexpr std::array<std::string_view, 6> kFields{"type",    "database", "user",
                                                    "address", "method",   "options"};
  Record record(map, place, complaints);
  record.allow(kFields);
  return {.type = record.required("type"),
          .database = record.required("database"),
          .user = record.required("user"),
          .address = record.text("address"),
          .method = record.required("method"),
          .options = record.text("options")};
}

model::DatabaseUser read_user(const Value::Map& map, const Place& place, Complaints& complaints) {
  constexpr std::array<std::string_view, 4> kFields{"name", "password", "attributes", "groups"};
  Record record(map, place, complaints);
  record.allow(kFields);
  return {.name = record.role("name", true),
          .password = record.secret("password"),
          .attributes = record.words("attributes"),
          .groups = record.words("groups")};
}

model::Database read_database(const Value::Map& map, const Place& place, Complaints& complaints) {
  constexpr std::array<std::string_view, 2> kFields{"name", "owner"};
  Record record(map, place, complaints);
  record.allow(kFields);
  return {.name = record.role("name", true), .owner = record.role("owner", false)};
}

model::Extension read_extension(const Value::Map& map, const Place& place, Complaints& complaints) {
  constexpr std::array<std::string_view, 2> kFields{"name", "database"};
  Record record(map, place, complaints);
  record.allow(kFields);
  return {.name = record.role("name", true), .database = record.role("database", true)};
}

model::Parameters read_parameters(const Value& value, Complaints& complaints) {
  model::Parameters parameters;
  if (!value.map()) {
    complaints.push_back(
        {value.place,
         fmt::format("must be a mapping of parameters, it is {}", kind_name(value)),
         {}});
    return parameters;
  }
  for (const Entry& entry : *value.map()) {
    const auto* flag = std::get_if<bool>(&entry.value->data);
    const auto text =
        flag ? std::optional<std::string>(*flag ? "on" : "off") : as_text(*entry.value);
    if (!is_parameter_name(entry.key))
      complaints.push_back(
          {entry.place, fmt::format("\"{}\" is no name of a parameter", entry.key), {}});
    else if (!text || !form::kAnything.fits(*text))
      complaints.push_back({entry.value->place,
                            fmt::format("the parameter {} must have a plain value", entry.key),
                            {}});
    else
      parameters[entry.key] = *text;
  }
  return parameters;
}

}  // namespace pgmahout::settings
