#pragma once

#include <string>

#include "act/context.hpp"

namespace pgmahout::act {

/// A value of a libpq connection string: in single quotes, quotes and backslashes escaped.
[[nodiscard]] std::string conninfo_value(const std::string& text);

/// How this node replicates from that primary: by passfile (no secret within), with an
/// application_name, without which no synchronous standby would ever match, and with keepalives,
/// so that a primary that vanished is noticed within seconds.
[[nodiscard]] std::string primary_conninfo(const Context& context, const model::Node& primary);

/// The same for another node's configuration; every node has the same passfile path.
[[nodiscard]] std::string primary_conninfo_of(const Context& context, const model::Node& standby,
                                              const model::Node& primary);

/// How pg_rewind reads that primary: as the superuser, by passfile, and with no limit on how long a
/// statement takes.
[[nodiscard]] std::string superuser_conninfo(const Context& context, const model::Node& primary);

}  // namespace pgmahout::act
