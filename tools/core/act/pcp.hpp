#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "act/context.hpp"
#include "model/pgpool_view.hpp"

namespace pgmahout::act {

/// Where the Pgpool-II of this machine listens.
inline constexpr const char* kHere = "127.0.0.1";

/// Runs a PCP program against the Pgpool-II of this machine. Pgpool-II starts its PCP process anew
/// after every failover, so a call may fail, or hang: it gets 3 seconds at most.
[[nodiscard]] model::Result<ports::ShellResult> pcp(const Context& context,
                                                    const std::string& program,
                                                    const std::vector<std::string>& arguments = {});

/// What the watchdog of this machine says. Errors: there is none, or it does not answer.
[[nodiscard]] model::Result<model::WatchdogView> ask_watchdog(const Context& context);

/// Whether the watchdog of this machine sees a quorum. Without Pgpool-II there is none.
[[nodiscard]] bool has_quorum(const Context& context);

/// Whether the watchdog of this machine leads; nothing when it does not say.
[[nodiscard]] std::optional<bool> leads(const Context& context);

/// Whether the watchdog of this machine leads one that has a quorum.
[[nodiscard]] bool leads_quorum(const Context& context);

/// What the Pgpool-II at that address believes of one node. Errors: it does not answer.
[[nodiscard]] model::Result<model::BackendBelief> ask_belief(const Context& context,
                                                             const std::string& host,
                                                             const model::Node& node);

/// The same of all nodes.
[[nodiscard]] model::Result<model::Beliefs> ask_beliefs(const Context& context,
                                                        const std::string& host = kHere);

/// The first line of pcp_node_info. Since 4.3: "host port status weight status-name
/// status-by-postgresql role role-by-postgresql ...", before: "host port status weight status-name
/// role ...". Status 1 and 2 are up.
[[nodiscard]] model::Result<model::BackendBelief> parse_node_info(int id, std::string_view output);

/// The first line of pcp_health_check_stats: "id host port status-name role ...". "waiting" is up,
/// too: nobody has connected yet.
[[nodiscard]] model::Result<model::BackendBelief> parse_health_check_stats(int id,
                                                                           std::string_view output);

}  // namespace pgmahout::act
