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

bool confirmations_prove_something(const GateQuestion& question) {
  return question.loses_nothing && question.confirmations > 0;
}

// A failover freezes standbys, so that they know of it; of one that did not run it only knows that
// its host is there. Where confirmations prove nothing that word does not either.
int words_that_know(const GateQuestion& question) {
  const int answers = words_that_count(question);
  if (answers == question.nodes - 1 || confirmations_prove_something(question)) return answers;
  const auto stopped = std::ranges::count_if(
      question.peers, [](const PeerWord& peer) { return peer.has_cluster && peer.stopped; });
  return answers - static_cast<int>(stopped);
}

bool are_enough(const GateQuestion& question) {
  const int answers = words_that_know(question);
  if (question.released) return answers == question.nodes - 1;
  return 2 * (answers + 1) > question.nodes && answers >= question.confirmations;
}

bool lacks_what_peers_have(const GateQuestion& question) {
  const auto ahead = std::ranges::count_if(question.peers, [&](const PeerWord& peer) {
    return !peer.follows.empty() &&
           lineage_of(peer.position, peer.history, question.history) == model::Lineage::diverged;
  });
  return confirmations_prove_something(question) && ahead >= question.confirmations;
}

bool is_still_followed(const GateQuestion& question) {
  if (!confirmations_prove_something(question)) return false;
  const auto followers = std::ranges::count_if(question.peers, [&](const PeerWord& peer) {
    return peer.follows_asker && peer.timeline <= question.timeline;
  });
  return followers >= question.confirmations;
}

// Who is fenced acknowledges no more. The asker is on an older timeline than that node, too.
bool may_have_acknowledged(const GateQuestion& question, const PeerWord& leader) {
  if (question.acknowledges_alone || !leader.fenced) return true;
  const auto elsewhere = std::ranges::count_if(question.peers, [&](const PeerWord& peer) {
    return peer.has_cluster && peer.timeline < leader.timeline;
  });
  const auto left = question.nodes - 1 - (elsewhere + 1);
  return left >= question.confirmations;
}

// Whom another node has replaced: why it stays down, or empty.
std::string replaced_by(const GateQuestion& question) {
  const bool followed = is_still_followed(question);
  if (followed && !question.released) return "";
  for (const auto& peer : question.peers) {
    if (peer.is_primary) return peer.name + " is primary";
    const bool harmless = followed && !may_have_acknowledged(question, peer);
    if (peer.timeline > question.timeline && !harmless) return on_timeline(peer);
  }
  return "";
}

// The standby of a node that does not answer, and that may have been promoted.
const PeerWord* follower_of_a_silent_node(const GateQuestion& question) {
  const auto found = std::ranges::find_if(question.peers, [&](const PeerWord& peer) {
    return !peer.follows.empty() &&
           std::ranges::find(question.peers, peer.follows, &PeerWord::name) == question.peers.end();
  });
  return found == question.peers.end() ? nullptr : &*found;
}

// Frozen by a failover that is at work, or that may have promoted somebody who does not answer.
const PeerWord* frozen_for_somebody(const GateQuestion& question) {
  const bool all_answer = words_that_count(question) == question.nodes - 1;
  const auto found = std::ranges::find_if(question.peers, [&](const PeerWord& peer) {
    return peer.frozen && (peer.in_turn || !all_answer);
  });
  return found == question.peers.end() ? nullptr : &*found;
}

}  // namespace

GateDecision decide_gate(const GateQuestion& question) {
  if (question.fence) return {GateAction::stay, "it is fenced: " + *question.fence};
  if (question.as_standby) return {GateAction::open, "it starts in recovery"};
  // What it has may show that a newer timeline is somebody's promotion by hand.
  if (!question.starting.empty())
    return {GateAction::wait, question.starting + " is just starting, and will say what it has"};
  if (auto reason = replaced_by(question); !reason.empty())
    return {GateAction::fence, std::move(reason)};
  if (const auto* peer = frozen_for_somebody(question))
    return {GateAction::wait,
            peer->name + (peer->in_turn ? " receives from nobody: a failover is at work"
                                        : " receives from nobody, and not every node answers: a "
                                          "failover may have promoted another")};
  if (const auto* peer = follower_of_a_silent_node(question))
    return {GateAction::wait, peer->name + " follows " + peer->follows +
                                  ", which does not answer: it may be primary"};
  if (lacks_what_peers_have(question))
    return {
        GateAction::fence,
        "standbys of another node have confirmed what it does not have: it was promoted by hand"};
  if (are_enough(question)) return {GateAction::open, "no other node knows of a newer primary"};
  return {GateAction::wait,
          std::to_string(words_that_count(question)) + " of " + std::to_string(question.nodes - 1) +
              " other nodes answer and have data: too few to know that none was promoted"};
}

}  // namespace pgmahout::decide
