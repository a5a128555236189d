#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "inventory/rules/rules.hpp"
#include "settings/address.hpp"

namespace pgmahout::inventory::rules {

namespace {

constexpr std::array<std::string_view, 2> kHeartbeat{"pgmahout_pgpool_version",
                                                     "pgmahout_repository"};
constexpr std::array<std::string_view, 3> kIpv6{"pgmahout_pgpool_version", "pgmahout_address",
                                                "ansible_host"};
constexpr std::array<std::string_view, 1> kVersion{"pgmahout_pgpool_version"};

constexpr model::Version k46{4, 6, 0};
constexpr model::Version k463{4, 6, 3};
constexpr model::Version k47{4, 7, 0};
constexpr model::Version k42{4, 2, 0};

// 4.6.0 to 4.6.2 bind the heartbeat receiver to the loopback device (mended in 4.6.3); Debian 13
// carries 4.6.1. "4.6" names the branch: which release it will be, the repository decides.
void heartbeat_works(const RuleContext& context) {
  const auto& cluster = context.cluster();
  const auto& version = cluster.pgpool.version;
  if (version < k46 || version >= k463) return;
  const bool branch_only = !context.bound->policy.pgpool_release_given;
  const bool distribution = cluster.repository == model::Repository::distribution;
  if (branch_only && !distribution)
    return context.warn(
        "4.6.0 to 4.6.2 never hear a heartbeat; see that 4.6.3 or later is "
        "installed, and say which");
  context.refuse(fmt::format("Pgpool-II {} listens for heartbeats on the loopback device only, so "
                             "the watchdog never notices a lost node",
                             branch_only ? "4.6 of the distributions (4.6.1)" : to_string(version)),
                 "use 4.6.3 or later, e.g. with pgmahout_repository: pgdg");
}

void ipv6_works(const RuleContext& context) {
  const auto& cluster = context.cluster();
  if (cluster.pgpool.version >= k47) return;
  const bool any = std::ranges::any_of(cluster.nodes, [](const model::Node& node) {
    const auto address = settings::parse_address(node.address);
    return address && address->v6;
  });
  if (any)
    context.refuse(fmt::format("the watchdog of Pgpool-II {} speaks IPv4 only, and there are nodes "
                               "with IPv6 addresses",
                               to_string(cluster.pgpool.version)),
                   "use Pgpool-II 4.7, or IPv4 addresses");
}

void maintained(const RuleContext& context) {
  if (context.cluster().pgpool.version < k42)
    context.warn(
        "Pgpool-II 4.1 is no longer maintained: two leaders after a lost beacon is one of "
        "the faults that were never mended in it");
}

constexpr std::array<Rule, 3> kVersionRules{{
    {"heartbeat-works", "Pgpool-II is not 4.6.0 to 4.6.2, whose heartbeat is broken.", kHeartbeat,
     heartbeat_works},
    {"ipv6-works",
     "Nodes have IPv6 addresses only with Pgpool-II 4.7, whose watchdog is the first "
     "to speak it.",
     kIpv6, ipv6_works},
    {"maintained", "Warned about: a Pgpool-II that nobody mends.", kVersion, maintained},
}};

}  // namespace

std::span<const Rule> version_rules() { return kVersionRules; }

}  // namespace pgmahout::inventory::rules
