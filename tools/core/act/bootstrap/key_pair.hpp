#pragma once

#include <filesystem>
#include <string>

#include "ports/shell.hpp"

namespace pgmahout::act {

/// The public half of the key in that file, "ssh-ed25519 AAAA... comment", without newline. Where
/// there is no key one is made (ed25519, no passphrase, mode 0600) with the folder above it; after
/// a crash there is a whole key or none. Errors: the key cannot be read without a passphrase, or
/// ssh-keygen is not there.
[[nodiscard]] model::Result<std::string> ensure_key_pair(ports::Shell& shell,
                                                         const std::filesystem::path& file,
                                                         const ports::Deadline& deadline);

}  // namespace pgmahout::act
