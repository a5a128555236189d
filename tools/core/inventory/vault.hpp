#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "inventory/vault_crypto.hpp"
#include "model/error.hpp"
#include "model/secret.hpp"

namespace pgmahout::inventory {

/// Opens what ansible-vault has encrypted. The password is read at most once and only when the
/// first vault is met, so that an inventory without vaults needs none.
class Vault {
 public:
  /// Where the password is; none: from ANSIBLE_VAULT_PASSWORD_FILE or ansible.cfg.
  explicit Vault(std::optional<std::filesystem::path> password_file = std::nullopt)
      : password_file_(std::move(password_file)) {}

  /// With that password, for who has it already.
  explicit Vault(model::Secret password) : password_(std::move(password)) {}

  /// A vault's file of format 1.1 with that body, as ansible-vault writes it.
  [[nodiscard]] static std::string envelope(const VaultBody& body);
  /// Whether these are the bytes of a vault.
  [[nodiscard]] static bool is_vault(std::string_view text);
  /// The plain text. Errors: invalid (no password, wrong password, damaged envelope).
  [[nodiscard]] model::Result<std::string> open(std::string_view envelope) const;

 private:
  [[nodiscard]] model::Result<model::Secret> password() const;

  std::optional<std::filesystem::path> password_file_;
  mutable std::optional<model::Result<model::Secret>> password_;
};

}  // namespace pgmahout::inventory
