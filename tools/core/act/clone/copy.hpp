#pragma once

#include "act/clone/clone.hpp"
#include "act/clone/workplace.hpp"

namespace pgmahout::act::clone {

/// Removes what earlier runs left on this node. A killed pg_basebackup may write for a moment more,
/// so this tries again for some seconds.
[[nodiscard]] model::Result<void> clean_up(const Context& context, const Workplace& workplace,
                                           const Journal& journal);

/// Makes the slot, copies, and puts the copy in place; returns the bytes copied. On any failure
/// the slot (when it was made here, or by the earlier run of that journal), the copy and its
/// tablespaces are gone again.
[[nodiscard]] model::Result<std::uint64_t> copy_from(const Context& context, const Request& request,
                                                     const Workplace& workplace,
                                                     const Journal& earlier);

}  // namespace pgmahout::act::clone
