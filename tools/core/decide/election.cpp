#include "decide/election.hpp"

#include <algorithm>
#include <functional>
#include <tuple>

#include "decide/failover.hpp"
#include "decide/present_primary.hpp"

namespace pgmahout::decide {

namespace {

using model::Lineage;
using model::NodeState;

using Standbys = std::vector<const NodeState*>;

Standbys standbys_of(const ElectionQuestion& question) {
  Standbys found;
  for (const auto& node : question.frozen.nodes)
    if (node.is_standby() && node.id != question.lost_id) found.push_back(&node);
  return found;
}

Lineage lineage_to(const NodeState& node, const NodeState& newest) {
  return lineage_of(node.server->position(), node.server->history, newest.server->history);
}

const NodeState* on_newest_timeline(const Standbys& standbys) {
  return *std::ranges::max_element(standbys, {},
                                   [](const NodeState* node) { return node->server->timeline; });
}

// Two promotions that knew nothing of each other: whichever is taken, the other's commits go. One
// of them may accept writes; an old primary does so too, on a timeline that the newest one left.
const NodeState* rival_of(const NodeState& newest, const ElectionQuestion& question) {
  const auto& nodes = question.frozen.nodes;
  const auto found = std::ranges::find_if(nodes, [&](const NodeState& node) {
    return node.server && node.id != question.lost_id &&
           lineage_to(node, newest) == Lineage::unknown;
  });
  return found == nodes.end() ? nullptr : &*found;
}

const NodeState* stranger_to(const NodeState& newest, const Standbys& standbys) {
  const auto found = std::ranges::find_if(standbys, [&](const NodeState* node) {
    return node->server->system_identifier != newest.server->system_identifier;
  });
  return found == standbys.end() ? nullptr : *found;
}

std::string timeline_of(const NodeState& node) {
  return node.name + " (timeline " + std::to_string(node.server->timeline.number) + ")";
}

Election without_promotion(Election election, std::string reason) {
  election.promote = false;
  election.reason = std::move(reason);
  return election;
}

Standbys take_out_diverged(Standbys standbys, const NodeState& newest,
                           std::vector<Excluded>& excluded) {
  std::erase_if(standbys, [&](const NodeState* node) {
    if (lineage_to(*node, newest) != Lineage::diverged) return false;
    excluded.push_back({node->id, "its WAL went past the fork of timeline " +
                                      std::to_string(newest.server->timeline.number)});
    return true;
  });
  return standbys;
}

// One that could not be frozen may still confirm commits: where its WAL ends is not known.
Standbys take_out_fed(Standbys standbys, std::vector<Excluded>& excluded) {
  std::erase_if(standbys, [&](const NodeState* node) {
    if (!node->server->receiving) return false;
    excluded.push_back({node->id, "it still receives WAL"});
    return true;
  });
  return standbys;
}

std::vector<int> best_first(Standbys standbys, int proposed_id) {
  std::ranges::sort(standbys, std::greater{}, [&](const NodeState* node) {
    const auto position = node->server->position();
    // They all lie on one way, so bytes alone tell who is further on it; who knows of a timeline
    // need not have its WAL. Of equals the newer timeline, the proposed one, then the lowest id.
    return std::tuple(position.lsn, position.timeline, node->id == proposed_id, -node->id);
  });
  std::vector<int> ids;
  for (const auto* node : standbys) ids.push_back(node->id);
  return ids;
}

model::WalPosition position_of(const ElectionQuestion& question, int id) {
  const auto found = std::ranges::find(question.frozen.nodes, id, &NodeState::id);
  return found->server->position();
}

bool reaches(const model::WalPosition& best, const model::WalPosition& end) {
  return best.timeline == end.timeline && best.lsn >= end.lsn;
}

// What the standbys' confirmations prove: with R that answered, W that confirm each commit, and N
// standbys in all, one of the R has every commit when R + W > N.
model::LossVerdict judge_by_confirmations(const ElectionQuestion& question, int answered) {
  const auto& replication = question.replication;
  if (replication.synchronous == model::Synchronous::off)
    return {model::Loss::unknown,
            "replication is asynchronous: the old primary acknowledged commits by itself"};
  if (replication.standbys_lost == model::StandbysLost::degrade)
    return {model::Loss::unknown,
            "a primary that lost its standbys goes on alone (standbys_lost is degrade)"};
  const int others = static_cast<int>(question.frozen.nodes.size()) - 1;
  const std::string count = std::to_string(answered) + " of " + std::to_string(others) +
                            " standbys answered and each commit was confirmed by " +
                            std::to_string(replication.confirmations);
  if (answered + replication.confirmations > others)
    return {model::Loss::none, count + ": one that answered has every commit"};
  return {model::Loss::unknown, count + ": those that are silent may have more"};
}

}  // namespace

// An old primary that was stopped in order may have more than any standby and yet nothing that a
// client was told of: whoever waited for a confirmation then was sent away.
model::LossVerdict judge_loss(const ElectionQuestion& question, const model::WalPosition& best,
                              int answered) {
  const auto& end = question.old_primary_end;
  if (end && reaches(best, *end))
    return {model::Loss::none, "the old primary was stopped in order at " + to_string(end->lsn) +
                                   ", and the new one has come as far"};
  auto verdict = judge_by_confirmations(question, answered);
  if (!end || (end->timeline == best.timeline && verdict.loss == model::Loss::none)) return verdict;
  return {model::Loss::certain, "the old primary was stopped in order at " + to_string(end->lsn) +
                                    ", and the new one has only come to " + to_string(best.lsn)};
}

Election elect(const ElectionQuestion& question) {
  Election election;
  auto standbys = standbys_of(question);
  if (standbys.empty())
    return without_promotion(election, "no standby answers: nobody can be promoted");
  if (const auto* primary =
          present_primary(question.frozen, question.replication, question.lost_id))
    return without_promotion(election, primary->name + " is primary already");
  if (const auto* next = told_to_promote(question.frozen, question.lost_id))
    return without_promotion(election, next->name + " has been told to promote itself already");
  const NodeState& newest = *on_newest_timeline(standbys);
  if (const auto* stranger = stranger_to(newest, standbys))
    return without_promotion(election, "one of " + newest.name + " and " + stranger->name +
                                           " is a server of another cluster");
  if (const auto* rival = rival_of(newest, question))
    return without_promotion(election,
                             timeline_of(newest) + " and " + timeline_of(*rival) +
                                 " do not descend from one another: two were promoted at once");
  if (const auto* writer = writer_beside(question.frozen, question.lost_id))
    return without_promotion(
        election, timeline_of(*writer) + " accepts writes and lacks what standbys have confirmed");
  if (lacks_what_was_confirmed(newest, question.frozen, question.replication))
    return without_promotion(election, timeline_of(newest) +
                                           " lacks what standbys of another have confirmed: it was "
                                           "promoted by hand");
  standbys = take_out_fed(std::move(standbys), election.excluded);
  const auto answered = static_cast<int>(standbys.size());
  standbys = take_out_diverged(std::move(standbys), newest, election.excluded);
  if (standbys.empty())
    return without_promotion(election, "those on the newest timeline still receive WAL");
  election.candidates = best_first(standbys, question.proposed_id);
  const auto best = position_of(question, election.candidates.front());
  election.verdict = judge_loss(question, best, answered);
  if (election.verdict.loss != model::Loss::none &&
      question.replication.durability == model::Durability::required)
    return without_promotion(election, "it cannot be proven that nothing acknowledged is lost: " +
                                           election.verdict.reason);
  election.promote = true;
  election.reason = "it has come furthest of those that answered";
  return election;
}

}  // namespace pgmahout::decide
