#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/secret.hpp"

namespace pgmahout::inventory {

/// The decoded body of a vault: PBKDF2 salt, HMAC-SHA256 of the ciphertext, ciphertext.
struct VaultBody {
  std::string salt;
  std::string mac;
  std::string ciphertext;
};

/// The bytes that hexadecimal digits stand for; nullopt when they are none or an odd number.
[[nodiscard]] std::optional<std::string> from_hex(std::string_view digits);

/// Two lower-case digits for each byte.
[[nodiscard]] std::string to_hex(std::string_view bytes);

/// Encrypts as decrypt() reads it. A salt must not be used again with the same password, or who has
/// both texts reads them without it. Nullopt: libcrypto does not do it.
[[nodiscard]] std::optional<VaultBody> encrypt(std::string_view plain,
                                               const model::Secret& password,
                                               const std::string& salt);

/// Decrypts (PBKDF2-HMAC-SHA256 with 10000 rounds, HMAC check, AES-256-CTR, PKCS#7 padding), the
/// format "1.1" and "1.2" of ansible-vault. Nullopt: wrong password or damaged.
[[nodiscard]] std::optional<std::string> decrypt(const VaultBody& body,
                                                 const model::Secret& password);

}  // namespace pgmahout::inventory
