#pragma once

#include <optional>
#include <string_view>

#include "act/context.hpp"

namespace pgmahout::act {

/// Attaches a node to the Pgpool-II of this machine by PCP, and makes sure that it took: the
/// command's own success only says that the request was queued.
[[nodiscard]] model::Result<void> attach(const Context& context, const model::Node& node);

/// The status in the first line of pcp_node_info: "host port status weight ...". 1 and 2 are up.
[[nodiscard]] std::optional<int> parse_node_status(std::string_view output);

}  // namespace pgmahout::act
