#include <algorithm>
#include <array>

#include "decide/diagnose/rule.hpp"

namespace pgmahout::decide {

namespace {

enum class Where : std::uint8_t { same_node, anywhere };

// The cause explains the effect; a name that ends with a dot means all that begin with it.
struct Explanation {
  std::string_view cause;
  std::string_view effect;
  Where where;
};

constexpr auto kSame = Where::same_node;
constexpr auto kAny = Where::anywhere;

constexpr std::array kExplanations{
    // A full disk ends the server and whatever leans on it.
    Explanation{"disk.full", "disk.nearly_full", kSame}, Explanation{"disk.full", "server.", kSame},
    Explanation{"disk.full", "archive.failing", kSame}, Explanation{"disk.full", "primary.", kSame},
    Explanation{"disk.nearly_full", "archive.failing", kSame},
    Explanation{"crash.", "server.stopped", kSame},
    Explanation{"crash.", "server.start_failed", kSame},
    Explanation{"crash.", "primary.stopped", kSame}, Explanation{"crash.", "pgpool.silent", kSame},
    // A host or a server that is gone.
    Explanation{"primary.unreachable", "host.silent", kSame},
    Explanation{"host.silent", "watchdog.no_quorum", kAny},
    Explanation{"host.silent", "slot.", kSame}, Explanation{"host.silent", "replication.", kSame},
    Explanation{"host.silent", "pgpool.", kSame}, Explanation{"host.silent", "vip.nowhere", kAny},
    Explanation{"host.silent", "commits.too_few_standbys", kAny},
    Explanation{"host.silent", "synchronous.off", kAny},
    Explanation{"server.", "primary.stopped", kSame},
    Explanation{"server.", "server.stopped", kSame}, Explanation{"server.", "slot.inactive", kSame},
    Explanation{"server.", "slot.at_risk", kSame},
    Explanation{"server.", "pgpool.calls_down", kSame},
    Explanation{"server.", "commits.too_few_standbys", kAny},
    Explanation{"server.", "synchronous.off", kAny}, Explanation{"node.held", "server.", kSame},
    Explanation{"node.held", "slot.", kSame},
    Explanation{"node.held", "commits.too_few_standbys", kAny},
    Explanation{"primary.cut_off", "node.fenced", kSame},
    Explanation{"primary.cut_off", "primary.none", kAny},
    Explanation{"primary.cut_off", "slot.", kSame}, Explanation{"node.fenced", "slot.", kSame},
    Explanation{"node.fenced", "commits.too_few_standbys", kAny},
    // Nobody to write to.
    Explanation{"primary.unreachable", "primary.none", kAny},
    Explanation{"primary.stopped", "primary.none", kAny},
    Explanation{"primary.stopped", "server.stopped", kSame},
    Explanation{"primary.hangs", "primary.none", kAny},
    Explanation{"primary.hangs", "server.silent", kSame},
    Explanation{"failover.waits", "primary.none", kAny},
    Explanation{"primary.unreachable", "inventory.differs", kAny},
    Explanation{"primary.none", "inventory.differs", kAny},
    Explanation{"watchdog.no_quorum", "vip.nowhere", kAny},
    Explanation{"watchdog.two_leaders", "vip.twice", kAny},
    // What stops the stream.
    Explanation{"slot.missing", "replication.", kSame},
    Explanation{"slot.lost", "replication.", kSame},
    Explanation{"replication.parameters", "replication.", kSame},
    Explanation{"replication.parameters", "server.stopped", kSame},
    Explanation{"replication.conflict", "replication.behind", kSame},
    Explanation{"replication.paused", "replication.behind", kSame},
    Explanation{"replication.", "slot.inactive", kSame},
    Explanation{"replication.", "slot.at_risk", kSame},
    Explanation{"replication.", "commits.too_few_standbys", kAny},
    Explanation{"replication.", "synchronous.off", kAny},
    Explanation{"slot.at_risk", "slot.inactive", kSame},
    Explanation{"pgpool.hangs", "vip.nowhere", kAny},
    Explanation{"pgpool.silent", "vip.nowhere", kAny}};

bool is_meant(std::string_view pattern, const std::string& id) {
  return pattern.ends_with('.') ? id.starts_with(pattern) : id == pattern;
}

}  // namespace

bool explains(const model::Diagnosis& cause, const model::Diagnosis& effect) {
  return std::ranges::any_of(kExplanations, [&](const Explanation& each) {
    return is_meant(each.cause, cause.id) && is_meant(each.effect, effect.id) &&
           (each.where == Where::anywhere || cause.node == effect.node);
  });
}

}  // namespace pgmahout::decide
