#include <algorithm>
#include <sstream>

#include "decide/verify/rules.hpp"

namespace pgmahout::decide {

namespace {

// What is in force is compared with the file that sets it, which loses against a later one and
// against whoever types sysctl -w.
template <typename Judge>
Outcome each_kernel(const Situation& situation, const std::string& name, const Judge& judge) {
  return each_node(situation, [&](const Answered& answered) {
    Outcome outcome;
    const auto wanted = answered.expected.kernel.find(name);
    if (wanted == answered.expected.kernel.end()) return outcome;
    const auto found = answered.state.kernel.find(name);
    if (found == answered.state.kernel.end()) {
      outcome.fail("the kernel does not tell " + name);
    } else if (const std::string harm = judge(answered.state, wanted->second, found->second);
               !harm.empty()) {
      outcome.fail(name + " is " + found->second + ", not " + wanted->second + " as in " +
                   answered.expected.layout.network_conf + ": " + harm);
    }
    return outcome;
  });
}

// "1 0", the kernel's own default, holds nobody.
bool holds_any(const std::string& range, const std::vector<std::int64_t>& groups) {
  std::istringstream bounds(range);
  std::int64_t first = 0;
  std::int64_t last = 0;
  if (!(bounds >> first >> last)) return false;
  return std::ranges::any_of(groups,
                             [&](std::int64_t group) { return first <= group && group <= last; });
}

}  // namespace

Outcome judge_tcp_retries(const Situation& situation) {
  return each_kernel(situation, model::kTcpRetries,
                     [](const model::NodeInspection& /*state*/, const std::string& wanted,
                        const std::string& found) -> std::string {
                       if (found == wanted) return {};
                       return "Pgpool-II waits for a dark host as long as the kernel sends again, "
                              "and no failover ends meanwhile";
                     });
}

Outcome judge_ping_groups(const Situation& situation) {
  return each_kernel(situation, model::kPingGroups,
                     [](const model::NodeInspection& state, const std::string& /*wanted*/,
                        const std::string& found) -> std::string {
                       if (holds_any(found, state.groups)) return {};
                       return "the guard may not call other hosts by ICMP, so a silent one is left "
                              "to the heartbeat, which is slower";
                     });
}

}  // namespace pgmahout::decide
