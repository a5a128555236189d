#pragma once

#include <string>

#include "model/error.hpp"

namespace pgmahout::ports::local {

/// Makes this process that OS user for good, when root runs it: with that user's groups and home,
/// and no way back. Whoever is that user already stays it; anybody else is refused.
[[nodiscard]] model::Result<void> become(const std::string& user);

}  // namespace pgmahout::ports::local
