#pragma once

#include <optional>
#include <string_view>

#include "model/inspection.hpp"

namespace pgmahout::decide {

/// Whether a value as PostgreSQL's configuration file writes it ("1GB", "on", "5min") is the one
/// that the server has. Units are converted as PostgreSQL does: to the parameter's base unit.
[[nodiscard]] bool same_postgresql_value(std::string_view rendered,
                                         const model::LiveParameter& live);

/// The same for Pgpool-II, whose PGPOOL SHOW ALL prints numbers in the largest unit that fits and
/// tells neither type nor base unit, so that the name has to.
[[nodiscard]] bool same_pgpool_value(std::string_view name, std::string_view rendered,
                                     std::string_view live);

/// A time of which the base unit is the second: "2", "2s", "500ms"; nothing when it is no time.
[[nodiscard]] std::optional<double> seconds(std::string_view text);

}  // namespace pgmahout::decide
