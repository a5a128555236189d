#pragma once

#include "render/parameter_table.hpp"

namespace pgmahout::render {

/// Every parameter of Pgpool-II 4.1 to 4.7, release by release: some came to several branches with
/// a point release, so one name may stand in several rows.
[[nodiscard]] const ParameterTable& pgpool_parameters();

}  // namespace pgmahout::render
