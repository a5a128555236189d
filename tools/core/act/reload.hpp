#pragma once

#include <string>
#include <vector>

#include "act/context.hpp"

namespace pgmahout::act {

/// Lets PostgreSQL and Pgpool-II of this node read their files again. Returns the parameters of
/// PostgreSQL that are different now and wait for a restart. Kind invalid, and nothing is read: the
/// files of PostgreSQL have errors, which are told. A Pgpool-II that does not run is left alone.
[[nodiscard]] model::Result<std::vector<std::string>> reload(const Context& context);

}  // namespace pgmahout::act
