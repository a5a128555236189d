#pragma once

#include <string>
#include <vector>

#include "decide/failover.hpp"

namespace pgmahout::act {

/// What Pgpool-II says when it runs failover_command or follow_primary_command with
/// %d %h %p %D %m %H %M %P %r %R (and %N %S, which are not needed). Numbers come with a leading
/// blank, unknown texts empty.
[[nodiscard]] model::Result<decide::PgpoolCall> parse_pgpool_call(
    const std::vector<std::string>& arguments);

}  // namespace pgmahout::act
