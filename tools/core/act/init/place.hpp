#pragma once

#include <expected>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <vector>

#include "inventory/init/files.hpp"
#include "model/error.hpp"

namespace pgmahout::act {

/// The whole path of a directory that can be made: there is nothing, or a directory without
/// content. Errors: refused (there is something), usage (a name that Ansible could not be given),
/// failed.
[[nodiscard]] model::Result<std::filesystem::path> free_place(
    const std::filesystem::path& directory);

/// A new directory that is there as a whole or not at all.
struct Placement {
  std::filesystem::path target;  ///< from free_place()
  std::vector<inventory::NewFile> files;
  /// What is wrong with the written files; they are not put in place then.
  std::function<model::Errors(const std::filesystem::path& written)> check;
  std::stop_token stop;
};

/// Writes the files beside the target, where only their owner can look, has them checked, and
/// renames them into place. Durable on return. Whatever goes wrong before that, nothing is left.
/// Errors: those of the check, refused (something came into the place meanwhile), failed,
/// interrupted; incomplete when all is in place but may not survive a loss of power.
[[nodiscard]] std::expected<void, model::Errors> place(const Placement& placement);

}  // namespace pgmahout::act
