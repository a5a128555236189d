#pragma once

#include <cstddef>

namespace pgmahout::cli {

/// Columns of the terminal behind standard error; 80 where it does not say.
[[nodiscard]] std::size_t stderr_width();

}  // namespace pgmahout::cli
