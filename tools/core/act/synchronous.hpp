#pragma once

#include <string>

#include "act/context.hpp"

namespace pgmahout::act {

/// The value of synchronous_standby_names on that node as primary: k of all other nodes, by their
/// application_name. Empty when replication is asynchronous.
[[nodiscard]] std::string synchronous_names(const model::Cluster& cluster,
                                            const model::Node& primary);

/// Sets it there, by ALTER SYSTEM and a reload; on a standby it counts from its promotion on.
[[nodiscard]] model::Result<void> set_synchronous_names(const Context& context,
                                                        ports::SqlSession& server,
                                                        const model::Node& node);

/// No commit waits for anybody any more.
[[nodiscard]] model::Result<void> clear_synchronous_names(const Context& context,
                                                          ports::SqlSession& server);

}  // namespace pgmahout::act
