#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

#include "model/error.hpp"
#include "model/new_inventory.hpp"
#include "model/secret.hpp"

namespace pgmahout::act {

/// The password of a new vault, and the file that holds it.
struct VaultKey {
  model::Secret password;
  std::optional<std::filesystem::path> file;  ///< none: a new one of the inventory's directory
};

/// The password of that file, or a new one. Errors: invalid (the file), failed.
[[nodiscard]] model::Result<VaultKey> vault_key(
    const std::optional<std::filesystem::path>& password_file);

/// What an inventory is made of.
struct MakeInventory {
  model::NewInventory inventory;
  std::string directory;         ///< as it was given
  std::filesystem::path target;  ///< the same from free_place()
  VaultKey key;
  std::stop_token stop;
};

/// Writes the inventory with new secrets in a vault, has the loader read it with every rule, and
/// puts it in place as a whole or not at all. Errors: invalid (what the rules say, told by the
/// options of the command), and those of place().
[[nodiscard]] std::expected<model::MadeInventory, model::Errors> make_inventory(
    const MakeInventory& request);

}  // namespace pgmahout::act
