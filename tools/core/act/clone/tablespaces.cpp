#include "act/clone/tablespaces.hpp"

#include <array>
#include <charconv>
#include <filesystem>

#include "ports/files.hpp"

namespace pgmahout::act::clone {

namespace fs = std::filesystem;

namespace {

constexpr std::array<const char*, 2> kOurNames{"pgmahout-a", "pgmahout-b"};

bool is_our_name(const fs::path& location) {
  return location.filename() == kOurNames[0] || location.filename() == kOurNames[1];
}

bool is_free(const fs::path& location) {
  std::error_code failure;
  if (!fs::exists(location, failure)) return !failure;
  return fs::is_directory(location, failure) && fs::is_empty(location, failure) && !failure;
}

std::uint64_t to_number(const std::optional<std::string>& text) {
  std::uint64_t number = 0;
  if (text) std::from_chars(text->data(), text->data() + text->size(), number);
  return number;
}

}  // namespace

model::Result<std::vector<Tablespace>> ask_tablespaces(const Context& context,
                                                       const ports::SqlTarget& primary) {
  const auto rows = ports::query(context.sql, primary,
                                 {"SELECT pg_tablespace_location(oid), sum(pg_tablespace_size(oid))"
                                  "  FROM pg_tablespace GROUP BY 1 ORDER BY 1"},
                                 context.deadline);
  if (!rows) return std::unexpected(rows.error());
  std::vector<Tablespace> tablespaces;
  for (const auto& row : rows->rows)
    tablespaces.push_back({.location = row.at(0).value_or(""), .bytes = to_number(row.at(1))});
  return tablespaces;
}

model::Result<std::string> free_location(const std::string& location) {
  const fs::path given(location);
  const fs::path base = is_our_name(given) ? given.parent_path() : given;
  if (is_free(base)) return base.string();
  for (const char* name : kOurNames)
    if (is_free(base / name)) return (base / name).string();
  return std::unexpected(model::Error{.kind = model::ErrorKind::refused,
                                      .what = "no place for the tablespace " + location +
                                              ": the path, and pgmahout-a and " +
                                              "pgmahout-b below it, hold files already",
                                      .hint = "move away by hand what lies in " + base.string()});
}

model::Result<TablespaceMap> map_tablespaces(const std::vector<Tablespace>& tablespaces) {
  TablespaceMap map;
  for (const auto& tablespace : tablespaces) {
    if (tablespace.location.empty()) continue;
    auto place = free_location(tablespace.location);
    if (!place) return std::unexpected(place.error());
    map[tablespace.location] = std::move(*place);
  }
  return map;
}

std::vector<std::string> used_locations(const std::string& data_directory) {
  std::vector<std::string> locations;
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(data_directory + "/pg_tblspc", failure)) {
    if (!entry.is_symlink(failure)) continue;
    const auto location = fs::read_symlink(entry.path(), failure);
    if (!failure) locations.push_back(location.string());
  }
  return locations;
}

model::Result<void> clear_location(const std::string& location, int major_version) {
  const std::string prefix = "PG_" + std::to_string(major_version) + "_";
  std::error_code failure;
  std::vector<fs::path> doomed;
  for (const auto& entry : fs::directory_iterator(location, failure))
    if (entry.path().filename().string().starts_with(prefix)) doomed.push_back(entry.path());
  for (const auto& path : doomed)
    if (auto done = ports::remove_tree(path); !done) return done;
  if (is_our_name(location)) fs::remove(location, failure);
  return {};
}

}  // namespace pgmahout::act::clone
