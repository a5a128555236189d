#include "decide/mend.hpp"

#include <algorithm>

#include "decide/present_primary.hpp"

namespace pgmahout::decide {

namespace {

// A WAL receiver that lost its primary tries again every wal_retrieve_retry_interval, a second.
constexpr std::int64_t kToFindItAgainMs = 5000;

// Longer than a failover keeps standbys from receiving.
constexpr std::int64_t kToBeReplacedMs = 10000;

// Longer than somebody who restarts it by hand needs to look at it.
constexpr std::int64_t kToComeHomeMs = 10000;

bool several_lead(const MendQuestion& question) {
  return std::ranges::count_if(question.seen.nodes, [&](const auto& node) {
           return is_present_primary(node, question.seen, question.replication);
         }) > 1;
}

MendDecision because_of(const model::NodeState& primary, const MendQuestion& question,
                        MendAction action, const std::string& why) {
  return {action, why + "; " + primary.name + " is primary", primary.id,
          keeps_its_standbys(primary, question.seen, question.replication)};
}

bool is_rejoined_at_once(const model::NodeState& primary, const MendQuestion& question) {
  return question.replication.synchronous == model::Synchronous::off ||
         question.replication.durability == model::Durability::preferred ||
         primary.server->elected ||
         keeps_its_standbys(primary, question.seen, question.replication);
}

// What was confirmed elsewhere is not undone here before everybody has said what it has: a failover
// promotes with proof that nothing is missing, a hand without.
MendDecision rejoin(const model::NodeState& primary, const MendQuestion& question,
                    const std::string& why) {
  if (question.out_of_reach.empty() || is_rejoined_at_once(primary, question))
    return because_of(primary, question, MendAction::rejoin, why);
  return {MendAction::nothing,
          why + "; " + primary.name + " was promoted by hand: it is waited for " +
              question.out_of_reach + ", which may have confirmed what that one lacks",
          primary.id};
}

MendDecision decide_running(const model::ServerState& self, const model::NodeState& primary,
                            const MendQuestion& question) {
  if (self.system_identifier != primary.server->system_identifier)
    return {MendAction::nothing, primary.name + " is a server of another cluster", primary.id};
  if (!self.in_recovery)
    return because_of(primary, question, MendAction::fence,
                      "it accepts writes that nobody else will have");
  if (self.promoting) return {MendAction::nothing, "it is promoting itself", primary.id};
  if (self.receiving && self.sender == primary.name)
    return {MendAction::follow, "it streams from " + primary.name, primary.id};
  if (question.astray_ms < kToFindItAgainMs)
    return {MendAction::nothing, "it may find " + primary.name + " by itself", primary.id};
  return rejoin(primary, question, "it does not stream");
}

// A primary that was started without its service manager comes up in recovery, by the signal that
// lies there for this, and nobody else knows that anything is wrong.
MendDecision decide_leaderless(const model::NodeState& self, const MendQuestion& question) {
  const bool waits_for_nobody = self.server && self.server->frozen && !self.server->promoting;
  if (waits_for_nobody && question.led && question.leaderless_ms >= kToBeReplacedMs)
    return {MendAction::restart,
            "it was primary, runs in recovery and follows nobody, and no node is primary", -1};
  // As long as it accepts writes their primary's gate stays shut, once that one has been fenced.
  if (self.accepts_writes() && lacks_what_was_confirmed(self, question.seen, question.replication))
    return {MendAction::fence,
            "it was promoted by hand, and lacks what standbys have confirmed: their primary is "
            "waited for",
            -1};
  // Each commit is acknowledged at once, and its successor is only out of sight.
  if (self.accepts_writes() && is_left_behind(self, question.seen, question.replication))
    return {MendAction::fence, "it was left behind: another node is on a newer timeline", -1};
  return {MendAction::nothing, "no node is primary", -1};
}

MendDecision decide_place(const MendQuestion& question) {
  const auto& seen = question.seen;
  const auto self = std::ranges::find(seen.nodes, question.self, &model::NodeState::id);
  if (self == seen.nodes.end()) return {MendAction::nothing, "it is not part of the cluster", -1};
  const auto* primary = present_primary(seen, question.replication);
  if (primary == nullptr) return decide_leaderless(*self, question);
  if (several_lead(question))
    return {MendAction::nothing,
            "two nodes are primary on one timeline: nobody can tell which "
            "is right",
            -1};
  if (primary->id == question.self)
    return {MendAction::lead, "it is the present primary", primary->id};
  if (self->server) return decide_running(*self->server, *primary, question);
  if (question.held)
    return {MendAction::nothing, "it is held down by hand: pgmahout unfence lets it go",
            primary->id};
  if (question.fenced) return rejoin(*primary, question, "it is fenced");
  return {MendAction::nothing, "its server does not run", primary->id};
}

}  // namespace

// Nobody would stop in order, with the machine, what runs outside of its service, and a start by
// the service manager fails.
MendDecision decide_mend(const MendQuestion& question) {
  auto decision = decide_place(question);
  const bool at_home = decision.action == MendAction::lead || decision.action == MendAction::follow;
  if (!at_home || question.outside_ms < kToComeHomeMs) return decision;
  return {MendAction::restart, "it was started past its service", decision.primary};
}

}  // namespace pgmahout::decide
