#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/new_inventory.hpp"

namespace pgmahout::inventory {

/// A file of a new inventory.
struct NewFile {
  std::string path;  ///< relative to the inventory's directory
  std::string content;
  bool secret = false;  ///< for the owner's eyes only
};

/// Where the secrets are. Without ".yml": a file that is encrypted as a whole is no YAML, and
/// linters say so; Ansible reads both.
inline constexpr std::string_view kVaultFile = "group_vars/postgres/vault";
/// Hidden, so that neither Ansible nor we take it for a part of the inventory.
inline constexpr std::string_view kVaultPasswordFile = ".vault-password";

/// What the inventory says openly: the hosts, and the group's variables by topic.
[[nodiscard]] std::vector<NewFile> open_files(const model::NewInventory& inventory);

/// The text as a scalar of YAML that is read as text, whatever it looks like.
[[nodiscard]] std::string yaml_text(const std::string& text);

}  // namespace pgmahout::inventory
