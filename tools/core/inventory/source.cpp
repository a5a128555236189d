#include "inventory/source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "inventory/document.hpp"
#include "inventory/file.hpp"
#include "inventory/hosts_file.hpp"

namespace pgmahout::inventory {

namespace fs = std::filesystem;
using settings::ValuePtr;

namespace {

// What Ansible leaves out of an inventory directory.
bool is_ignored(const std::string& name) {
  constexpr std::array<std::string_view, 3> kNames{"host_vars", "group_vars", "vars_plugins"};
  constexpr std::array<std::string_view, 13> kEndings{".pyc", ".pyo", ".swp",  ".bak", "~",
                                                      ".rpm", ".md",  ".txt",  ".rst", ".orig",
                                                      ".ini", ".cfg", ".retry"};
  return name.starts_with('.') || std::ranges::find(kNames, name) != kNames.end() ||
         std::ranges::any_of(kEndings, [&](auto ending) { return name.ends_with(ending); });
}

void refuse_file(Diagnostics& diagnostics, const fs::path& path, std::string what,
                 std::string hint) {
  diagnostics.errors.push_back({.kind = model::ErrorKind::invalid,
                                .what = std::move(what),
                                .hint = std::move(hint),
                                .where = model::SourcePosition{path.string()}});
}

bool has_readable_extension(const fs::path& path) {
  const std::string extension = path.extension().string();
  return extension.empty() || extension == ".yml" || extension == ".yaml" || extension == ".json";
}

bool looks_like_ini(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || text[first] != '[') return false;
  const std::size_t close = text.find_first_of("]\n,", first);
  return close != std::string_view::npos && text[close] == ']' &&
         (close + 1 == text.size() || text[close + 1] == '\n' || text[close + 1] == '\r');
}

model::Result<std::string> plain_text(const fs::path& path, const Vault& vault) {
  auto text = read_file(path);
  if (!text || !Vault::is_vault(*text)) return text;
  auto opened = vault.open(*text);
  if (!opened && !opened.error().where) opened.error().where = model::SourcePosition{path.string()};
  return opened;
}

void read_hosts_file(const fs::path& path, const Vault& vault, Groups& groups,
                     Diagnostics& diagnostics) {
  if (!has_readable_extension(path))
    return refuse_file(diagnostics, path, "only YAML and JSON inventories are supported",
                       "turn it into YAML: ansible-inventory -i FILE --list --yaml --export");
  const auto text = plain_text(path, vault);
  if (!text) return diagnostics.errors.push_back(text.error());
  if (text->starts_with("#!"))
    return refuse_file(diagnostics, path, "this is a script, which only Ansible can run",
                       "write its result down: ansible-inventory --list --yaml --export");
  if (looks_like_ini(*text))
    return refuse_file(diagnostics, path, "this is an INI inventory; only YAML and JSON are read",
                       "turn it into YAML: ansible-inventory -i FILE --list --yaml --export");
  const auto value = read_document({*text, path.string()}, diagnostics.warnings);
  if (!value) return diagnostics.errors.push_back(value.error());
  add_hosts_file(**value, groups, diagnostics);
}

struct Walk {
  const Vault* vault;
  Groups* groups;
  Diagnostics* diagnostics;
};

void read_directory(const fs::path& directory, const Walk& walk, int depth) {
  if (depth > kMaximumDirectoryDepth)
    return refuse_file(*walk.diagnostics, directory, "directories are nested too deeply",
                       "look for a symbolic link to a directory above it");
  std::error_code failure;
  std::vector<fs::path> entries;
  for (fs::directory_iterator entry(directory, failure), end; !failure && entry != end;
       entry.increment(failure))
    if (!is_ignored(entry->path().filename().string())) entries.push_back(entry->path());
  if (failure)
    return refuse_file(*walk.diagnostics, directory, "cannot read it: " + failure.message(), {});
  std::ranges::sort(entries);
  for (const auto& entry : entries) {
    if (fs::is_directory(entry, failure))
      read_directory(entry, walk, depth + 1);
    else
      read_hosts_file(entry, *walk.vault, *walk.groups, *walk.diagnostics);
  }
}

}  // namespace

ValuePtr read_value(const fs::path& path, const Vault& vault, Diagnostics& diagnostics) {
  const auto text = plain_text(path, vault);
  if (!text) {
    diagnostics.errors.push_back(text.error());
    return nullptr;
  }
  auto value = read_document({*text, path.string()}, diagnostics.warnings);
  if (value) return *std::move(value);
  diagnostics.errors.push_back(value.error());
  return nullptr;
}

void read_inventory(const fs::path& inventory, const Vault& vault, Groups& groups,
                    Diagnostics& diagnostics) {
  std::error_code failure;
  const bool directory = fs::is_directory(inventory, failure);
  if (directory)
    read_directory(inventory, {&vault, &groups, &diagnostics}, 0);
  else
    read_hosts_file(inventory, vault, groups, diagnostics);
  if (const auto circle = groups.complete())
    diagnostics.refuse(circle->place,
                       fmt::format("the group {} cannot be a child of {}: that "
                                   "closes a circle",
                                   circle->child, circle->parent),
                       "a group stands below another one or above it, not both");
}

}  // namespace pgmahout::inventory
