#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "inventory/diagnostics.hpp"
#include "inventory/groups.hpp"
#include "inventory/vault.hpp"

namespace pgmahout::inventory {

/// Reads a file of variables or hosts: its bytes, opened when the whole file is a vault, parsed.
/// Null (and an error in `diagnostics`) when it cannot be read.
[[nodiscard]] settings::ValuePtr read_value(const std::filesystem::path& path, const Vault& vault,
                                            Diagnostics& diagnostics);

/// Reads an inventory file, or every inventory file of a directory in alphabetical order, into
/// `groups`. What Ansible would run (scripts, inventory plugins) or reads in another format (INI,
/// TOML) is refused.
void read_inventory(const std::filesystem::path& inventory, const Vault& vault, Groups& groups,
                    Diagnostics& diagnostics);

}  // namespace pgmahout::inventory
