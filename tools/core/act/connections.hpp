#pragma once

#include "act/context.hpp"

namespace pgmahout::act {

/// Ends every TCP connection of this machine with that node's address. Pgpool-II reads from its
/// servers without a limit of time and without keepalives (its connect_inet_domain_socket_by_port):
/// what waits for an answer from a host that lost power in that moment waits for ever, and its
/// streaming check holds a lock meanwhile without which no failover ends. Needs a kernel with
/// CONFIG_INET_DIAG_DESTROY, as distributions build it.
[[nodiscard]] model::Result<void> end_connections(const Context& context, const model::Node& node);

}  // namespace pgmahout::act
