#pragma once

#include <string>

#include "model/node_state.hpp"

namespace pgmahout::decide {

/// Which node is primary now, by what the nodes say; an error of kind refused when none or several
/// are, or when a silent node might be one too. `wanted` (empty: any) answers for silent nodes, not
/// for what others say.
[[nodiscard]] model::Result<std::string> live_primary(const model::Observation& observation,
                                                      const std::string& wanted);

}  // namespace pgmahout::decide
