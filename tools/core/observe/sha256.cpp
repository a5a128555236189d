#include "observe/sha256.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace pgmahout::observe {

std::string sha256(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("OpenSSL has no SHA-256");
  std::string hexadecimal;
  for (unsigned int at = 0; at < size; ++at) hexadecimal += fmt::format("{:02x}", digest.at(at));
  return hexadecimal;
}

}  // namespace pgmahout::observe
