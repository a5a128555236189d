#include "act/guard/retrier.hpp"

#include <algorithm>

#include "act/attach.hpp"
#include "act/failover/automatic.hpp"
#include "act/guard/pgpool_remedies.hpp"
#include "act/look_around.hpp"
#include "act/pcp.hpp"
#include "decide/present_primary.hpp"
#include "decide/retry.hpp"
#include "settings/timers.hpp"

namespace pgmahout::act {

namespace {

constexpr ports::Duration kToAskPgpool{6000};
constexpr ports::Duration kToFailOver{60000};
// Longer than Pgpool-II's own failover takes, or a primary that is restarted in place.
constexpr ports::Duration kBeforeRetrying{15000};
constexpr ports::Duration kBeforeReminding{5000};
constexpr int kMostReminders = 1;
// Longer than its guard waits before it attaches it, and then for Pgpool-II.
constexpr ports::Duration kToBeTakenIn{15000};
constexpr ports::Duration kToTakeIn{6000};
// Longer than a network is down whose switch has just learnt where a host is.
constexpr ports::Duration kBeforeYielding{5000};

std::set<int> who_answers(const model::Observation& seen) {
  std::set<int> ids;
  for (const auto& node : seen.nodes)
    if (node.server) ids.insert(node.id);
  return ids;
}

// Of two that lead on one timeline either will do: which is right is a person's to say.
bool knows_a_primary(const model::Observation& seen, const model::Replication& replication,
                     const model::Beliefs& beliefs) {
  return std::ranges::any_of(beliefs, [&](const auto& backend) {
    const auto node = std::ranges::find(seen.nodes, backend.id, &model::NodeState::id);
    return backend.primary && backend.up && node != seen.nodes.end() &&
           decide::is_present_primary(*node, seen, replication);
  });
}

// A standby that streams from the primary, and that Pgpool-II calls down.
const model::Node* left_out(const Context& context, const model::Observation& seen,
                            const model::NodeState* primary, const model::Beliefs& beliefs) {
  const auto streams = [&](const model::NodeState& node) {
    return primary != nullptr && node.is_standby() && node.server->receiving &&
           node.server->sender == primary->name;
  };
  for (const auto& backend : beliefs) {
    const auto node = std::ranges::find(seen.nodes, backend.id, &model::NodeState::id);
    if (!backend.up && node != seen.nodes.end() && streams(*node))
      return context.cluster.find(node->name);
  }
  return nullptr;
}

}  // namespace

void Retrier::look() {
  const auto watchdog = ask_watchdog(within(context_, kToAskPgpool));
  pcp_watch_.look(watchdog.has_value());
  if (!watchdog || !watchdog->leader || !watchdog->quorum) {
    without_primary_.restart();
    forgotten_.restart();
    left_out_.restart();
    cut_off_.restart();
    return;
  }
  const auto seen = look_around(context_);
  const bool nobody =
      std::ranges::none_of(seen.nodes, [](const auto& node) { return node.accepts_writes(); });
  const auto waited = without_primary_.look(nobody, now());
  if (!nobody) retry_.reset();
  // A standby astray may hear an old primary long after another has taken its place.
  if (nobody)
    yield(seen);
  else
    cut_off_.restart();
  if (nobody && waited > kBeforeRetrying) retry(seen);
  if (!nobody) remind(seen);
}

// Nobody is promoted while a witness hears the primary, and the clients come to this host: only
// another leader helps them. How it is chosen is Pgpool-II's own matter.
void Retrier::yield(const model::Observation& seen) {
  const auto timers = settings::effective_timers(context_.cluster);
  if (!timers) return;
  const auto heard = decide::heard_elsewhere(seen, settings::witness_age(*timers).count());
  const auto since = cut_off_.look(heard.has_value(), now());
  if (!heard || since < kBeforeYielding || !yield_.is_due(now())) return;
  yield_.failed(now());
  start_pgpool_anew(context_, heard->silent->name + " does not answer here, and " +
                                  heard->witness->name + " hears it: this host is not to lead");
}

// A node that answers anew may be what was missing: then it is not waited any longer.
void Retrier::retry(const model::Observation& seen) {
  const auto answering = who_answers(seen);
  if (answering == answered_ && !retry_.is_due(now())) return;
  answered_ = answering;
  const auto call = decide::failover_to_retry({.seen = seen, .self = context_.self.id});
  if (!call) {
    context_.log.warn("nobody is primary, and it is not known whose place is to be filled");
    retry_.failed(now());
    return;
  }
  context_.log.warn("nobody is primary: trying the failover of node {} again", call->node_id);
  const auto done = automatic_failover(within(context_, kToFailOver), *call);
  if (!done)
    context_.log.error("tried again in {} ms: {}", retry_.failed(now()).count(),
                       to_string(done.error()));
}

// Pgpool-II looks for the primary when a node is attached, and only then; one whose main process
// hangs does not even then.
void Retrier::remind(const model::Observation& seen) {
  const auto beliefs = ask_beliefs(within(context_, kToAskPgpool));
  if (!beliefs) return forgotten_.restart();
  const auto* primary = decide::present_primary(seen, context_.cluster.replication);
  const bool knows =
      primary == nullptr || knows_a_primary(seen, context_.cluster.replication, *beliefs);
  if (knows) reminders_ = 0;
  if (knows) take_in(left_out(context_, seen, primary, *beliefs));
  if (forgotten_.look(!knows, now()) < kBeforeReminding) return;
  forgotten_.restart();
  context_.log.warn("Pgpool-II does not know that {} is primary", primary->name);
  if (++reminders_ <= kMostReminders) return attach_anew(context_, primary->id, *beliefs);
  reminders_ = 0;
  start_pgpool_anew(context_, "it did not learn who is primary");
}

// Its guard attaches a standby that streams. Where that comes to nothing for so long, and from
// here, too, the main process hangs, and serves no clients either (a failover within waits for a
// lock that a leader before took and left: find_primary_node_repeatedly() in pgpool_main.c).
void Retrier::take_in(const model::Node* left_out) {
  if (left_out_.look(left_out != nullptr, now()) < kToBeTakenIn) return;
  left_out_.restart();
  const auto attached = attach(within(context_, kToTakeIn), *left_out);
  if (attached) return;
  context_.log.error("{}", to_string(attached.error()));
  start_pgpool_anew(context_, "it takes in nobody who streams");
}

}  // namespace pgmahout::act
