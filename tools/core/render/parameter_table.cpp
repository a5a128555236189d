#include "render/parameter_table.hpp"

#include <algorithm>
#include <cctype>
#include <vector>

namespace pgmahout::render {

namespace {

bool same_letter(char left, char right, bool ignore_case) {
  if (!ignore_case) return left == right;
  return std::tolower(static_cast<unsigned char>(left)) ==
         std::tolower(static_cast<unsigned char>(right));
}

bool same_name(std::string_view left, std::string_view right, bool ignore_case) {
  return std::ranges::equal(
      left, right, [&](char one, char other) { return same_letter(one, other, ignore_case); });
}

bool contains(const ParameterRow& row, std::string_view name, bool ignore_case) {
  std::string_view rest = row.names;
  while (!rest.empty()) {
    const auto end = std::min(rest.find(' '), rest.size());
    if (same_name(rest.substr(0, end), name, ignore_case)) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

// "backend_port12" without its number; the whole name when it has none.
std::string_view without_number(std::string_view name) {
  const auto last = name.find_last_not_of("0123456789");
  return last == std::string_view::npos ? name : name.substr(0, last + 1);
}

bool names(const ParameterRow& row, std::string_view name, bool ignore_case) {
  const std::string_view stem = without_number(name);
  const bool numbered = stem.size() != name.size();
  if (row.shape != Shape::per_node && contains(row, name, ignore_case)) return true;
  return row.shape != Shape::single && numbered && contains(row, stem, ignore_case);
}

std::string window(const ParameterTable& table, const ParameterRow& row) {
  std::string text = std::string(table.product) + " " + to_string(row.since);
  if (row.before == kStillThere) return text + " and later";
  return text + " up to, but not including, " + to_string(row.before);
}

std::vector<const ParameterRow*> rows_of(const ParameterTable& table, std::string_view name) {
  std::vector<const ParameterRow*> found;
  for (const auto& row : table.rows)
    if (names(row, name, table.ignores_case)) found.push_back(&row);
  return found;
}

// The other name of the parameter, if that version knows that one.
std::string other_name(const ParameterTable& table, std::string_view name,
                       const model::Version& at) {
  const std::string_view stem = without_number(name);
  const std::string number(name.substr(stem.size()));
  for (const auto& [from, to] : table.renamed) {
    for (const auto& [mine, other] : {std::pair(from, to), std::pair(to, from)}) {
      if (mine == name && table.find(other, at) != nullptr) return std::string(other);
      const std::string numbered = std::string(other) + number;
      if (mine == stem && table.find(numbered, at) != nullptr) return numbered;
    }
  }
  return "";
}

}  // namespace

const ParameterRow* ParameterTable::find(std::string_view name, const model::Version& at) const {
  for (const auto& row : rows)
    if (row.since <= at && at < row.before && names(row, name, ignores_case)) return &row;
  return nullptr;
}

bool ParameterTable::known_at_all(std::string_view name) const {
  return !rows_of(*this, name).empty();
}

std::optional<model::Error> ParameterTable::unknown(const std::string& name,
                                                    const model::Version& at) const {
  if (find(name, at) != nullptr) return std::nullopt;
  const std::string here = std::string(product) + " " + to_string(at);
  model::Error error{.kind = model::ErrorKind::invalid,
                     .what = here + " does not know the parameter " + name};
  const std::string other = other_name(*this, name, at);
  const auto found = rows_of(*this, name);
  for (const auto* row : found)
    error.what += (row == found.front() ? "; it is known to " : " and to ") + window(*this, *row);
  if (!other.empty()) error.hint = "write " + other + " instead: that is its name in this version";
  if (other.empty())
    error.hint = found.empty() ? "no version that pgmahout supports knows it: check the spelling"
                               : "remove it, or configure a version that knows it";
  return error;
}

bool needs_restart(Context context) {
  return context == Context::postmaster || context == Context::boot || context == Context::init;
}

}  // namespace pgmahout::render
