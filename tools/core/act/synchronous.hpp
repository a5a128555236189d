#pragma once

#include "act/context.hpp"
#include "model/synchronous.hpp"

namespace pgmahout::act {

/// Sets model::synchronous_names() there, by ALTER SYSTEM and a reload; on a standby it counts from
/// its promotion on.
[[nodiscard]] model::Result<void> set_synchronous_names(const Context& context,
                                                        ports::SqlSession& server,
                                                        const model::Node& node);

/// No commit waits for anybody any more.
[[nodiscard]] model::Result<void> clear_synchronous_names(const Context& context,
                                                          ports::SqlSession& server);

}  // namespace pgmahout::act
