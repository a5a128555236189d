#include "inventory/vault.hpp"

#include <algorithm>
#include <cctype>
#include <sstream>
#include <vector>

#include "inventory/vault_password.hpp"

namespace pgmahout::inventory {

namespace {

constexpr std::string_view kHeader = "$ANSIBLE_VAULT;";

model::Error invalid(std::string what, std::string hint = {}) {
  return {.kind = model::ErrorKind::invalid, .what = std::move(what), .hint = std::move(hint)};
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

model::Result<void> check_header(const std::string& line) {
  std::string trimmed = line;
  while (!trimmed.empty() && std::isspace(static_cast<unsigned char>(trimmed.back())) != 0)
    trimmed.pop_back();
  const auto parts = split(trimmed, ';');
  const bool version = parts.size() >= 3 && (parts[1] == "1.1" || parts[1] == "1.2");
  if (!version || parts[2] != "AES256")
    return std::unexpected(invalid("the vault's format is not supported: " + trimmed,
                                   "supported are $ANSIBLE_VAULT;1.1;AES256 and ;1.2;AES256"));
  return {};
}

// The body is hexadecimal twice over: of "salt\nmac\nciphertext", each of them hexadecimal.
std::optional<VaultBody> decode_body(std::string_view digits) {
  std::string joined(digits);
  std::erase_if(joined, [](unsigned char character) { return std::isspace(character) != 0; });
  const auto outer = from_hex(joined);
  if (!outer) return std::nullopt;
  const auto parts = split(*outer, '\n');
  if (parts.size() != 3) return std::nullopt;
  const auto salt = from_hex(parts[0]);
  const auto mac = from_hex(parts[1]);
  const auto ciphertext = from_hex(parts[2]);
  if (!salt || !mac || !ciphertext) return std::nullopt;
  return VaultBody{*salt, *mac, *ciphertext};
}

}  // namespace

std::string Vault::envelope(const VaultBody& body) {
  constexpr std::size_t kLineLength = 80;
  const std::string digits =
      to_hex(to_hex(body.salt) + "\n" + to_hex(body.mac) + "\n" + to_hex(body.ciphertext));
  std::string text = std::string(kHeader) + "1.1;AES256\n";
  for (std::size_t at = 0; at < digits.size(); at += kLineLength)
    text += digits.substr(at, kLineLength) + "\n";
  return text;
}

bool Vault::is_vault(std::string_view text) { return text.starts_with("$ANSIBLE_VAULT"); }

model::Result<std::string> Vault::open(std::string_view envelope) const {
  const std::size_t newline = std::min(envelope.find('\n'), envelope.size());
  const std::string header(envelope.substr(0, newline));
  if (!header.starts_with(kHeader)) return std::unexpected(invalid("this is no vault"));
  if (const auto known = check_header(header); !known) return std::unexpected(known.error());
  const auto body = decode_body(envelope.substr(newline));
  if (!body) return std::unexpected(invalid("the vault is damaged: its body is not hexadecimal"));
  const auto secret = password();
  if (!secret) return std::unexpected(secret.error());
  auto plain = decrypt(*body, *secret);
  if (plain) return *std::move(plain);
  return std::unexpected(invalid("the vault does not open: wrong password, or it is damaged",
                                 "give the right --vault-password-file"));
}

model::Result<model::Secret> Vault::password() const {
  if (!password_) password_ = find_vault_password(password_file_);
  return *password_;
}

}  // namespace pgmahout::inventory
