#include "render/pg_enc.hpp"

#include <openssl/evp.h>

#include <array>
#include <memory>
#include <vector>

namespace pgmahout::render {

namespace {

using Bytes = std::vector<unsigned char>;
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

model::Error cannot(const char* what) {
  return {.kind = model::ErrorKind::internal,
          .what = std::string("OpenSSL cannot ") + what,
          .hint = "a FIPS policy of this machine may forbid it"};
}

const unsigned char* bytes_of(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

struct KeyAndVector {
  std::array<unsigned char, EVP_MAX_KEY_LENGTH> key{};
  std::array<unsigned char, EVP_MAX_IV_LENGTH> vector{};
};

model::Result<KeyAndVector> derive(const model::Secret& key) {
  KeyAndVector derived;
  const std::string& text = key.reveal();
  if (EVP_BytesToKey(EVP_aes_256_cbc(), EVP_sha1(), nullptr, bytes_of(text),
                     static_cast<int>(text.size()), 1, derived.key.data(),
                     derived.vector.data()) == 0)
    return std::unexpected(cannot("derive the key of pool_passwd"));
  return derived;
}

model::Result<Bytes> encrypt(const std::string& text, const KeyAndVector& with) {
  const Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  Bytes out(text.size() + EVP_MAX_BLOCK_LENGTH);
  int body = 0;
  int tail = 0;
  const bool done = cipher &&
                    EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_cbc(), nullptr, with.key.data(),
                                       with.vector.data()) == 1 &&
                    EVP_EncryptUpdate(cipher.get(), out.data(), &body, bytes_of(text),
                                      static_cast<int>(text.size())) == 1 &&
                    EVP_EncryptFinal_ex(cipher.get(), out.data() + body, &tail) == 1;
  if (!done) return std::unexpected(cannot("encrypt an entry of pool_passwd"));
  out.resize(static_cast<std::size_t>(body) + static_cast<std::size_t>(tail));
  return out;
}

std::string base64(const Bytes& bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes.data(),
                                     static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

std::string hexadecimal(const unsigned char* bytes, unsigned int count) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (unsigned int index = 0; index < count; ++index) {
    text += digits[bytes[index] >> 4U];
    text += digits[bytes[index] & 15U];
  }
  return text;
}

}  // namespace

model::Result<model::Secret> aes_entry(const model::Secret& password, const model::Secret& key) {
  const auto derived = derive(key);
  if (!derived) return std::unexpected(derived.error());
  const auto bytes = encrypt(password.reveal(), *derived);
  if (!bytes) return std::unexpected(bytes.error());
  return model::Secret("AES" + base64(*bytes));
}

model::Result<std::string> pcp_hash(const model::Secret& password) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  const std::string& text = password.reveal();
  if (EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_md5(), nullptr) != 1)
    return std::unexpected(cannot("make the MD5 hash of pcp.conf"));
  return hexadecimal(digest.data(), length);
}

}  // namespace pgmahout::render
