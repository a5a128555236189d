#include "inventory/variables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "inventory/file.hpp"
#include "inventory/source.hpp"

namespace pgmahout::inventory {

namespace fs = std::filesystem;
using settings::Variables;

namespace {

constexpr std::array<std::string_view, 4> kExtensions{"", ".yml", ".yaml", ".json"};

void override_with(Variables& variables, const Variables& stronger) {
  for (const auto& [name, variable] : stronger) variables[name] = variable;
}

// Python's os.path.splitext: a leading dot begins no extension.
std::string extension_of(const std::string& name) { return fs::path(name).extension().string(); }

bool is_readable_name(const std::string& name) {
  return !name.starts_with('.') && !name.ends_with('~');
}

// The files of a directory group_vars/NAME and of those below it, in Ansible's order.
void collect(const fs::path& directory, int depth, std::vector<fs::path>& files) {
  if (depth > kMaximumDirectoryDepth) return;
  std::error_code failure;
  std::vector<std::string> names;
  for (fs::directory_iterator entry(directory, failure), end; !failure && entry != end;
       entry.increment(failure))
    names.push_back(entry->path().filename().string());
  std::ranges::sort(names);
  for (const auto& name : names) {
    if (!is_readable_name(name)) continue;
    const std::string extension = extension_of(name);
    const fs::path path = directory / name;
    if (fs::is_directory(path, failure)) {
      if (extension.empty()) collect(path, depth + 1, files);
    } else if (std::ranges::find(kExtensions, extension) != kExtensions.end()) {
      files.push_back(path);
    }
  }
}

// The first of NAME, NAME.yml, NAME.yaml, NAME.json that exists, as the files it stands for.
std::vector<fs::path> files_of(const fs::path& folder, const std::string& name) {
  std::vector<fs::path> files;
  for (const auto extension : kExtensions) {
    const fs::path path = folder / (name + std::string(extension));
    std::error_code failure;
    const auto status = fs::status(path, failure);
    if (!fs::exists(status)) continue;
    if (fs::is_directory(status))
      collect(path, 0, files);
    else
      files.push_back(path);
    break;
  }
  return files;
}

void add_file(const settings::Value& file, Variables& variables, Diagnostics& diagnostics) {
  // Ansible skips what Python calls false; of that only an empty list is written in good faith.
  if (file.is_null() || (file.list() && file.list()->empty())) return;
  if (!file.map())
    return diagnostics.refuse(file.place, fmt::format("a file of variables is a mapping, this is "
                                                      "{}",
                                                      settings::kind_name(file)));
  for (const auto& entry : *file.map()) variables[entry.key] = {entry.place, entry.value};
}

}  // namespace

VariableReader::VariableReader(const fs::path& inventory, const Vault& vault) : vault_(&vault) {
  std::error_code failure;
  base_ = fs::is_directory(inventory, failure) ? inventory : inventory.parent_path();
}

Variables VariableReader::variables_of(const Groups& groups, std::size_t host,
                                       Diagnostics& diagnostics) {
  const auto members = groups.groups_of(host);
  Variables variables = groups.groups().at(Groups::kAll).variables;
  for (const std::size_t group : members)
    override_with(variables, groups.groups().at(group).variables);
  add_files("group_vars", "all", variables, diagnostics);
  for (const std::size_t group : members)
    add_files("group_vars", groups.groups().at(group).name, variables, diagnostics);
  override_with(variables, groups.hosts().at(host).variables);
  add_files("host_vars", groups.hosts().at(host).name, variables, diagnostics);
  return variables;
}

void VariableReader::add_files(const std::string& folder, const std::string& name,
                               Variables& variables, Diagnostics& diagnostics) {
  // A name with a slash would leave the folder.
  if (name.find('/') != std::string::npos || name.find('\0') != std::string::npos) return;
  override_with(variables, read(folder, name, diagnostics));
}

const Variables& VariableReader::read(const std::string& folder, const std::string& name,
                                      Diagnostics& diagnostics) {
  const fs::path key = fs::path(folder) / name;
  const auto [known, is_new] = known_.try_emplace(key);
  if (!is_new) return known->second;
  for (const auto& file : files_of(base_ / folder, name)) {
    const auto value = read_value(file, *vault_, diagnostics);
    if (value) add_file(*value, known->second, diagnostics);
  }
  return known->second;
}

}  // namespace pgmahout::inventory
