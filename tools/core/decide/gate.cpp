#include "decide/gate.hpp"

#include <algorithm>

namespace pgmahout::decide {

namespace {

std::string on_timeline(const PeerWord& peer) {
  return peer.name + " is on timeline " + std::to_string(peer.timeline.number);
}

bool are_enough(const GateQuestion& question) {
  const auto answers = static_cast<int>(question.peers.size());
  return 2 * (answers + 1) > question.nodes && answers >= question.confirmations;
}

}  // namespace

GateDecision decide_gate(const GateQuestion& question) {
  if (question.fence) return {GateAction::stay, "it is fenced: " + *question.fence};
  if (question.as_standby) return {GateAction::open, "it starts in recovery"};
  for (const auto& peer : question.peers) {
    if (peer.is_primary) return {GateAction::fence, peer.name + " is primary"};
    if (peer.timeline > question.timeline) return {GateAction::fence, on_timeline(peer)};
  }
  const auto frozen = std::ranges::find_if(question.peers, &PeerWord::frozen);
  if (frozen != question.peers.end())
    return {GateAction::wait, frozen->name + " receives from nobody: a failover is at work"};
  if (are_enough(question)) return {GateAction::open, "no other node knows of a newer primary"};
  return {GateAction::wait, std::to_string(question.peers.size()) + " of " +
                                std::to_string(question.nodes - 1) +
                                " other nodes answer: too few to know that none was promoted"};
}

}  // namespace pgmahout::decide
