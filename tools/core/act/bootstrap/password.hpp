#pragma once

#include <filesystem>

#include "model/error.hpp"
#include "model/secret.hpp"

namespace pgmahout::act {

/// The first line of a file that its owner alone may read. Errors: others may read it (refused), it
/// cannot be read, or its first line is empty (invalid).
[[nodiscard]] model::Result<model::Secret> read_password_file(const std::filesystem::path& file);

}  // namespace pgmahout::act
