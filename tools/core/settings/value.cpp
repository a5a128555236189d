#include "settings/value.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>

namespace pgmahout::settings {

namespace {

bool equal_lists(const Value::List& left, const Value::List& right) {
  return std::ranges::equal(left, right,
                            [](const auto& one, const auto& other) { return equal(*one, *other); });
}

// With an index, for a hostile mapping may have hundreds of thousands of keys.
bool equal_maps(const Value::Map& left, const Value::Map& right) {
  if (left.size() != right.size()) return false;
  std::unordered_map<std::string_view, const Value*> index;
  for (const Entry& entry : right) index.emplace(entry.key, entry.value.get());
  return std::ranges::all_of(left, [&index](const Entry& entry) {
    const auto other = index.find(entry.key);
    return other != index.end() && equal(*entry.value, *other->second);
  });
}

}  // namespace

std::optional<model::SourcePosition> Place::position() const {
  if (!file) return std::nullopt;
  return model::SourcePosition{*file, line, column};
}

ValuePtr find(const Value::Map& map, std::string_view key) {
  const auto found = std::ranges::find(map, key, &Entry::key);
  return found == map.end() ? nullptr : found->value;
}

bool equal(const Value& left, const Value& right) {
  if (&left == &right) return true;
  if (left.data.index() != right.data.index() || left.vault != right.vault) return false;
  if (left.list()) return equal_lists(*left.list(), *right.list());
  if (left.map()) return equal_maps(*left.map(), *right.map());
  if (left.text()) return *left.text() == *right.text();
  if (const auto* flag = std::get_if<bool>(&left.data)) return *flag == std::get<bool>(right.data);
  if (const auto* number = std::get_if<double>(&left.data))
    return *number == std::get<double>(right.data);
  if (const auto* number = std::get_if<std::int64_t>(&left.data))
    return *number == std::get<std::int64_t>(right.data);
  return true;
}

std::string_view kind_name(const Value& value) {
  constexpr std::array<std::string_view, 7> kNames{"nothing", "a boolean", "an integer", "a number",
                                                   "text",    "a list",    "a mapping"};
  return value.vault ? "a vault value" : kNames.at(value.data.index());
}

}  // namespace pgmahout::settings
