#pragma once

#include "act/context.hpp"

namespace pgmahout::act {

/// Waits until the primary says that it streams to that standby (by its application_name and
/// address). Ends early, with an error of kind failed, when the standby makes no progress.
[[nodiscard]] model::Result<void> wait_until_streaming(const Context& context,
                                                       const model::Node& standby,
                                                       const model::Node& primary);

}  // namespace pgmahout::act
