#pragma once

#include <filesystem>
#include <optional>

#include "model/error.hpp"
#include "model/secret.hpp"

namespace pgmahout::inventory {

/// The vault password: from `file` when given, else from the file that ANSIBLE_VAULT_PASSWORD_FILE
/// names, else from `vault_password_file` of the ansible.cfg that Ansible would use. White space
/// around it is no part of it. An executable is refused, for Ansible would run it.
[[nodiscard]] model::Result<model::Secret> find_vault_password(
    const std::optional<std::filesystem::path>& file);

}  // namespace pgmahout::inventory
