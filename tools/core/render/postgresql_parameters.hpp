#pragma once

#include "render/parameter_table.hpp"

namespace pgmahout::render {

/// Every parameter of PostgreSQL 13 to 18 as pg_settings lists them, with its context.
[[nodiscard]] const ParameterTable& postgresql_parameters();

}  // namespace pgmahout::render
