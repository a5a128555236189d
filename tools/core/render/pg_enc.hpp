#pragma once

#include <cstddef>
#include <string>

#include "model/error.hpp"
#include "model/secret.hpp"

namespace pgmahout::render {

/// The longest password, in bytes, whose AES entry Pgpool-II reads back whole: it cuts what stands
/// between two colons of pool_passwd at 128 characters, "AES" and the base64 text of 80 encrypted
/// bytes are 111, and the next block of the cipher makes them 131.
inline constexpr std::size_t kLongestAesPassword = 79;

/// The longest password, in bytes, of a TEXT entry, for the same limit.
inline constexpr std::size_t kLongestTextPassword = 124;

/// What pg_enc writes behind the colon of pool_passwd: "AES" and base64 of the password, encrypted
/// by AES-256-CBC with key and vector made of the key text as OpenSSL's EVP_BytesToKey does with
/// SHA-1, no salt and one round (Pgpool-II's src/utils/ssl_utils.c). No limit of length is checked.
[[nodiscard]] model::Result<model::Secret> aes_entry(const model::Secret& password,
                                                     const model::Secret& key);

/// pcp.conf's hash: MD5 of the password alone, in hexadecimal digits, as pg_md5 writes it.
[[nodiscard]] model::Result<std::string> pcp_hash(const model::Secret& password);

}  // namespace pgmahout::render
