#include <algorithm>
#include <cmath>
#include <set>

#include "decide/verify/heartbeat.hpp"
#include "decide/verify/rules.hpp"

namespace pgmahout::decide {

namespace {

using model::Verdict;
using model::WatchdogState;

int leaders(const WatchdogState& state) {
  return static_cast<int>(std::ranges::count_if(state.members, [](const auto& member) {
    return member.status == "LEADER" || member.status == "MASTER";  // MASTER up to 4.1
  }));
}

bool holds(const Answered& answered, const std::string& address) {
  return std::ranges::find(answered.state.addresses, address) != answered.state.addresses.end();
}

// The addresses that the nodes' watchdogs call leader.
std::set<std::string> leader_hosts(const Situation& situation) {
  std::set<std::string> hosts;
  for (const Answered& answered : answered_nodes(situation))
    if (answered.state.watchdog) hosts.insert(answered.state.watchdog->leader_host);
  return hosts;
}

void judge_member(const model::Node& node, const WatchdogState& state, Outcome& outcome) {
  const auto member = std::ranges::find(state.members, node.address, &model::WatchdogMember::host);
  if (member == state.members.end()) return outcome.fail(node.name + " is not a member");
  const bool serves =
      member->status == "LEADER" || member->status == "STANDBY" || member->status == "MASTER";
  if (!serves) outcome.fail(node.name + " is " + member->status);
  if (!member->membership.empty() && member->membership != "MEMBER")
    outcome.fail(node.name + " has membership status " + member->membership);
}

// Whether one of the sockets on the heartbeat port hears what is sent to the node's address.
bool hears_address(const model::HeartbeatState& heartbeat, const std::string& address) {
  return std::ranges::any_of(heartbeat.bound_to, [&](const std::string& bound) {
    return bound == "0.0.0.0" || bound == "::" || bound == address;
  });
}

Outcome judge_heard(const Answered& answered, std::int64_t senders) {
  Outcome outcome;
  const model::HeartbeatState& heartbeat = answered.state.heartbeat;
  if (!hears_address(heartbeat, answered.node.address))
    outcome.fail("no UDP socket on the heartbeat port hears " + answered.node.address);
  const std::int64_t wanted =
      heartbeats_due(heartbeat.seconds / heartbeat_period(answered.expected.pgpool), senders);
  const std::string seen = std::to_string(heartbeat.heard) + " heartbeats in " +
                           std::to_string(std::lround(heartbeat.seconds)) + " s";
  if (heartbeat.heard < wanted)
    outcome.fail("heard " + seen + ", at least " + std::to_string(wanted) + " are due from " +
                 std::to_string(senders) + " nodes");
  if (outcome.evidence.empty()) outcome.note(seen);
  return outcome;
}

}  // namespace

Outcome judge_watchdog_answers(const Situation& situation) {
  return each_node(situation, [](const Answered& answered) {
    Outcome outcome;
    const auto& watchdog = answered.state.watchdog;
    if (watchdog) return outcome;
    const bool silent = watchdog.error().kind == model::ErrorKind::no_answer;
    if (!answered.state.pgpool && !silent)
      outcome.add(Verdict::skipped, "Pgpool-II does not run");
    else
      outcome.add(silent ? Verdict::no_answer : Verdict::fail, watchdog.error().what);
    return outcome;
  });
}

Outcome judge_quorum(const Situation& situation) {
  return each_watchdog(situation, [](const Answered&, const WatchdogState& state) {
    Outcome outcome;
    if (state.quorum == "QUORUM IS ON THE EDGE")
      outcome.add(Verdict::warn, "the quorum is on the edge: half of the votes");
    else if (state.quorum != "QUORUM EXIST")
      outcome.fail("quorum state: " + state.quorum);
    return outcome;
  });
}

Outcome judge_leader(const Situation& situation) {
  Outcome outcome = each_watchdog(situation, [](const Answered&, const WatchdogState& state) {
    Outcome one;
    const int count = leaders(state);
    if (count != 1) one.fail("sees " + std::to_string(count) + " leaders");
    return one;
  });
  const std::set<std::string> hosts = leader_hosts(situation);
  for (const std::string& host : hosts) outcome.note("leader " + host);
  if (hosts.size() > 1) outcome.fail("the nodes do not agree who leads");
  return outcome;
}

Outcome judge_members(const Situation& situation) {
  return each_watchdog(situation, [&](const Answered&, const WatchdogState& state) {
    Outcome outcome;
    for (const model::Node& node : situation.cluster.nodes) judge_member(node, state, outcome);
    return outcome;
  });
}

Outcome judge_vip(const Situation& situation) {
  Outcome outcome = each_node(situation, [](const Answered&) { return Outcome{}; });
  const std::string& vip = situation.cluster.vip;
  std::vector<std::string> holders;
  for (const Answered& answered : answered_nodes(situation)) {
    if (!holds(answered, vip)) continue;
    holders.push_back(answered.node.address);
    outcome.note(vip + " is on " + answered.node.name);
  }
  if (holders.size() > 1) outcome.fail(vip + " is on more than one host");
  if (holders.empty() && outcome.verdict != Verdict::no_answer)
    outcome.fail(vip + " is on no host");
  const std::set<std::string> leaders = leader_hosts(situation);
  if (holders.size() == 1 && leaders.size() == 1 && !leaders.contains(holders[0]))
    outcome.fail("the watchdog's leader is " + *leaders.begin());
  return outcome;
}

Outcome judge_heartbeat(const Situation& situation) {
  const auto senders = static_cast<std::int64_t>(situation.cluster.nodes.size()) - 1;
  return each_node(situation, [&](const Answered& answered) {
    if (answered.state.pgpool) return judge_heard(answered, senders);
    Outcome outcome;
    outcome.add(Verdict::skipped, "Pgpool-II does not run");
    return outcome;
  });
}

}  // namespace pgmahout::decide
