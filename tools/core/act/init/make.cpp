#include "act/init/make.hpp"

#include "act/init/place.hpp"
#include "inventory/init/said.hpp"
#include "inventory/init/secrets.hpp"
#include "inventory/load.hpp"
#include "inventory/vault_password.hpp"

namespace pgmahout::act {

namespace fs = std::filesystem;

namespace {

// Without this a person who keeps the inventory in git would publish the key with the vault.
constexpr const char* kGitIgnore =
    "# The vault's password opens every secret of the cluster.\n"
    "/.vault-password\n";

model::Result<inventory::NewFile> vault_file(const model::Secret& password) {
  const auto text = inventory::new_secrets_text();
  if (!text) return std::unexpected(text.error());
  auto content = inventory::sealed(*text, password);
  if (!content) return std::unexpected(content.error());
  return inventory::NewFile{std::string(inventory::kVaultFile), *std::move(content), true};
}

model::Result<std::vector<inventory::NewFile>> all_files(const MakeInventory& request) {
  auto files = inventory::open_files(request.inventory);
  auto vault = vault_file(request.key.password);
  if (!vault) return std::unexpected(vault.error());
  files.push_back(*std::move(vault));
  if (request.key.file) return files;
  files.push_back(
      {std::string(inventory::kVaultPasswordFile), request.key.password.reveal() + "\n", true});
  files.push_back({".gitignore", kGitIgnore});
  return files;
}

// Warnings name the place where the file lay while it was read.
std::string in_place(std::string text, const fs::path& written, const std::string& directory) {
  const std::string& away = written.native();
  if (text.starts_with(away)) text.replace(0, away.size(), directory);
  return text;
}

// Reads what was written as every later command will.
model::Errors read_back(const MakeInventory& request, const fs::path& written,
                        model::MadeInventory& made) {
  const auto loaded =
      inventory::load({.inventory = written, .vault_password = request.key.password});
  model::Errors errors;
  if (!loaded)
    for (const auto& error : loaded.error()) errors.push_back(inventory::told_by_options(error));
  else
    for (const auto& warning : loaded->warnings)
      made.warnings.push_back(in_place(warning, written, request.directory));
  return errors;
}

std::string password_file(const MakeInventory& request) {
  if (request.key.file) return fs::absolute(*request.key.file).string();
  return (request.target / inventory::kVaultPasswordFile).string();
}

}  // namespace

model::Result<VaultKey> vault_key(const std::optional<fs::path>& password_file) {
  auto password =
      password_file ? inventory::find_vault_password(password_file) : inventory::new_password();
  if (!password) return std::unexpected(password.error());
  return VaultKey{*std::move(password), password_file};
}

std::expected<model::MadeInventory, model::Errors> make_inventory(const MakeInventory& request) {
  auto files = all_files(request);
  if (!files) return std::unexpected(model::Errors{files.error()});
  model::MadeInventory made{.inventory = request.inventory,
                            .directory = request.directory,
                            .vault_password_file = password_file(request),
                            .vault_password_is_new = !request.key.file.has_value()};
  for (const auto& file : *files) made.files.push_back(file.path);
  const auto check = [&](const fs::path& written) { return read_back(request, written, made); };
  const auto done = place({request.target, *std::move(files), check, request.stop});
  if (!done) return std::unexpected(done.error());
  return made;
}

}  // namespace pgmahout::act
