#pragma once

#include "act/context.hpp"

namespace pgmahout::act {

/// Promotes a standby and waits until it accepts writes. Kind failed or refused: it certainly was
/// not promoted. Kind no_answer or incomplete: it may be, or may become so; promoting another one
/// then risks two primaries.
[[nodiscard]] model::Result<void> promote(const Context& context, const model::Node& node);

}  // namespace pgmahout::act
