#pragma once

#include <cstddef>
#include <string>

#include "model/error.hpp"
#include "model/secret.hpp"

namespace pgmahout::inventory {

/// Bytes of the kernel's random number generator. Errors: failed.
[[nodiscard]] model::Result<std::string> random_bytes(std::size_t count);

/// A new password: 32 letters and digits, 190 bits, which every password file, connection string,
/// YAML and the watchdog's protocol carry unchanged. Errors: failed.
[[nodiscard]] model::Result<model::Secret> new_password();

/// The variables of a vault: every secret that the settings table demands, each of them new.
/// Errors: failed.
[[nodiscard]] model::Result<model::Secret> new_secrets_text();

/// The text as a file that ansible-vault opens with that password. Errors: failed.
[[nodiscard]] model::Result<std::string> sealed(const model::Secret& text,
                                                const model::Secret& password);

}  // namespace pgmahout::inventory
