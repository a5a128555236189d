#include "decide/gate.hpp"

#include <algorithm>

namespace pgmahout::decide {

namespace {

std::string on_timeline(const PeerWord& peer) {
  return peer.name + " is on timeline " + std::to_string(peer.timeline.number);
}

int words_that_count(const GateQuestion& question) {
  return static_cast<int>(std::ranges::count_if(
      question.peers, [&](const PeerWord& peer) { return peer.has_cluster || !question.has_led; }));
}

bool are_enough(const GateQuestion& question) {
  const int answers = words_that_count(question);
  if (question.released) return answers == question.nodes - 1;
  return 2 * (answers + 1) > question.nodes && answers >= question.confirmations;
}

// The standby of a node that does not answer, and that may have been promoted.
const PeerWord* follower_of_a_silent_node(const GateQuestion& question) {
  const auto found = std::ranges::find_if(question.peers, [&](const PeerWord& peer) {
    return !peer.follows.empty() &&
           std::ranges::find(question.peers, peer.follows, &PeerWord::name) == question.peers.end();
  });
  return found == question.peers.end() ? nullptr : &*found;
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
  if (const auto* peer = follower_of_a_silent_node(question))
    return {GateAction::wait, peer->name + " follows " + peer->follows +
                                  ", which does not answer: it may be primary"};
  if (are_enough(question)) return {GateAction::open, "no other node knows of a newer primary"};
  return {GateAction::wait,
          std::to_string(words_that_count(question)) + " of " + std::to_string(question.nodes - 1) +
              " other nodes answer and have data: too few to know that none was promoted"};
}

}  // namespace pgmahout::decide
