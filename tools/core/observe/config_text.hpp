#pragma once

#include <string_view>

#include "model/cluster.hpp"
#include "model/error.hpp"

namespace pgmahout::observe {

/// Reads "name = value" lines as PostgreSQL (guc-file.l) and Pgpool-II (pool_config.l) do: '#'
/// begins a comment, the equals sign may be left out, values may stand in single quotes with ''
/// or \' for a quote, and the last of several settings of a name wins. Names come out in lower
/// case, values unquoted.
[[nodiscard]] model::Result<model::Parameters> parse_config(std::string_view text);

}  // namespace pgmahout::observe
