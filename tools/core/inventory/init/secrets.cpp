#include "inventory/init/secrets.hpp"

#include <fmt/format.h>
#include <sys/random.h>

#include <cerrno>
#include <cstring>
#include <string_view>
#include <variant>

#include "inventory/vault.hpp"
#include "inventory/vault_crypto.hpp"
#include "settings/settings.hpp"

namespace pgmahout::inventory {

namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::size_t kPasswordLength = 32;
constexpr std::size_t kSaltSize = 32;
// Bytes from here on are thrown away, or the first characters would come more often.
constexpr std::size_t kFairBytes = 256 / kAlphabet.size() * kAlphabet.size();

bool is_needed_secret(const settings::Setting& setting) {
  return setting.required && std::holds_alternative<settings::SecretType>(setting.type);
}

}  // namespace

model::Result<std::string> random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  for (std::size_t have = 0; have < count;) {
    const ssize_t got = ::getrandom(bytes.data() + have, count - have, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0)
      return std::unexpected(model::Error{
          .what = fmt::format("the kernel gives no random numbers: {}", std::strerror(errno))});
    have += static_cast<std::size_t>(got);
  }
  return bytes;
}

model::Result<model::Secret> new_password() {
  std::string text;
  while (text.size() < kPasswordLength) {
    const auto bytes = random_bytes(kPasswordLength);
    if (!bytes) return std::unexpected(bytes.error());
    for (const char character : *bytes) {
      const auto byte = static_cast<unsigned char>(character);
      if (byte < kFairBytes && text.size() < kPasswordLength)
        text += kAlphabet[byte % kAlphabet.size()];
    }
  }
  return model::Secret(std::move(text));
}

model::Result<model::Secret> new_secrets_text() {
  std::string text =
      "---\n"
      "# The secrets of the cluster. ansible-vault edit changes them. The watchdog's\n"
      "# key must be of letters and digits only.\n";
  for (const auto& setting : settings::settings_table()) {
    if (!is_needed_secret(setting)) continue;
    const auto password = new_password();
    if (!password) return std::unexpected(password.error());
    // In quotes, for digits with one "e" among them are a number.
    text += fmt::format("{}: \"{}\"\n", setting.key, password->reveal());
  }
  return model::Secret(std::move(text));
}

model::Result<std::string> sealed(const model::Secret& text, const model::Secret& password) {
  const auto salt = random_bytes(kSaltSize);
  if (!salt) return std::unexpected(salt.error());
  const auto body = encrypt(text.reveal(), password, *salt);
  if (!body) return std::unexpected(model::Error{.what = "libcrypto does not encrypt the vault"});
  return Vault::envelope(*body);
}

}  // namespace pgmahout::inventory
