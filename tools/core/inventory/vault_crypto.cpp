#include "inventory/vault_crypto.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <memory>

namespace pgmahout::inventory {

namespace {

constexpr std::size_t kKeySize = 32;
constexpr std::size_t kBlockSize = 16;
constexpr int kRounds = 10000;

// The derived bytes: cipher key, HMAC key, initial counter. Wiped when no longer needed.
struct Keys {
  std::array<unsigned char, 2 * kKeySize + kBlockSize> bytes{};
  Keys() = default;
  ~Keys() { OPENSSL_cleanse(bytes.data(), bytes.size()); }
  Keys(const Keys&) = delete;
  Keys& operator=(const Keys&) = delete;
  [[nodiscard]] const unsigned char* cipher_key() const { return bytes.data(); }
  [[nodiscard]] const unsigned char* mac_key() const { return bytes.data() + kKeySize; }
  [[nodiscard]] const unsigned char* counter() const { return bytes.data() + 2 * kKeySize; }
};

const unsigned char* unsigned_data(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

bool derive(const std::string& salt, const model::Secret& password, Keys& keys) {
  return PKCS5_PBKDF2_HMAC(password.reveal().data(), static_cast<int>(password.reveal().size()),
                           unsigned_data(salt), static_cast<int>(salt.size()), kRounds,
                           EVP_sha256(), static_cast<int>(keys.bytes.size()),
                           keys.bytes.data()) == 1;
}

// Empty when libcrypto does not do it.
std::string mac_of(const std::string& ciphertext, const Keys& keys) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned int size = 0;
  if (HMAC(EVP_sha256(), keys.mac_key(), kKeySize, unsigned_data(ciphertext), ciphertext.size(),
           mac.data(), &size) == nullptr)
    return {};
  return {mac.begin(), mac.begin() + size};
}

bool mac_fits(const VaultBody& body, const Keys& keys) {
  const std::string mac = mac_of(body.ciphertext, keys);
  return !mac.empty() && body.mac.size() == mac.size() &&
         CRYPTO_memcmp(mac.data(), body.mac.data(), mac.size()) == 0;
}

// In counter mode both directions are the same: the text and the key stream, exclusively or'ed.
std::optional<std::string> cipher(const std::string& text, const Keys& keys) {
  const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(
      EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  std::string result(text.size(), '\0');
  int size = 0;
  if (!context || EVP_EncryptInit_ex(context.get(), EVP_aes_256_ctr(), nullptr, keys.cipher_key(),
                                     keys.counter()) != 1)
    return std::nullopt;
  if (EVP_EncryptUpdate(context.get(), reinterpret_cast<unsigned char*>(result.data()), &size,
                        unsigned_data(text), static_cast<int>(text.size())) != 1)
    return std::nullopt;
  result.resize(static_cast<std::size_t>(size));
  return result;
}

std::string with_padding(std::string_view plain) {
  const std::size_t count = kBlockSize - plain.size() % kBlockSize;
  return std::string(plain) + std::string(count, static_cast<char>(count));
}

std::optional<std::string> without_padding(std::string plain) {
  if (plain.empty()) return std::nullopt;
  const auto count = static_cast<unsigned char>(plain.back());
  if (count == 0 || count > kBlockSize || count > plain.size()) return std::nullopt;
  plain.resize(plain.size() - count);
  return plain;
}

int hex_digit(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

}  // namespace

std::optional<std::string> from_hex(std::string_view digits) {
  if (digits.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(digits.size() / 2);
  for (std::size_t index = 0; index < digits.size(); index += 2) {
    const int high = hex_digit(digits[index]);
    const int low = hex_digit(digits[index + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string digits;
  digits.reserve(2 * bytes.size());
  for (const char character : bytes) {
    const auto byte = static_cast<unsigned char>(character);
    digits += kDigits[byte / 16];
    digits += kDigits[byte % 16];
  }
  return digits;
}

std::optional<VaultBody> encrypt(std::string_view plain, const model::Secret& password,
                                 const std::string& salt) {
  Keys keys;
  if (!derive(salt, password, keys)) return std::nullopt;
  auto ciphertext = cipher(with_padding(plain), keys);
  if (!ciphertext) return std::nullopt;
  VaultBody body{salt, mac_of(*ciphertext, keys), std::move(*ciphertext)};
  if (body.mac.empty()) return std::nullopt;
  return body;
}

std::optional<std::string> decrypt(const VaultBody& body, const model::Secret& password) {
  Keys keys;
  if (!derive(body.salt, password, keys) || !mac_fits(body, keys)) return std::nullopt;
  auto plain = cipher(body.ciphertext, keys);
  if (!plain) return std::nullopt;
  return without_padding(*std::move(plain));
}

}  // namespace pgmahout::inventory
