#pragma once

#include <expected>

#include "inventory/init/said.hpp"
#include "model/error.hpp"
#include "ports/terminal.hpp"

namespace pgmahout::act {

/// Completes what was said: a person is asked for what is missing, again as long as the answer
/// cannot be; without a person suggestions are taken. Errors: invalid (what was said already cannot
/// be), usage (something is missing and nobody can be asked), interrupted.
[[nodiscard]] std::expected<inventory::Said, model::Errors> complete(inventory::Said said,
                                                                     ports::Terminal& terminal);

}  // namespace pgmahout::act
