#pragma once

#include <span>

#include "render/parameters.hpp"

namespace pgmahout::render {

/// The parameters of pgpool.conf that pgmahout_pgpool_settings must not set, with what to set
/// instead.
[[nodiscard]] std::span<const OwnedParameter> pgpool_owned();

}  // namespace pgmahout::render
