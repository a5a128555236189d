#pragma once

#include "act/context.hpp"

namespace pgmahout::act::rejoin {

/// Whether the primary has thrown away WAL that this node would need next, when it has come to that
/// position. False when nobody can tell.
[[nodiscard]] bool wal_is_gone(const Context& context, const model::Node& primary, model::Lsn from,
                               std::uint64_t segment_bytes);

}  // namespace pgmahout::act::rejoin
