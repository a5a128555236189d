#include "act/failover/run.hpp"

#include <algorithm>

#include "act/look_around.hpp"
#include "act/lost_hosts.hpp"
#include "act/stopped_server.hpp"
#include "model/names.hpp"
#include "observe/everyone.hpp"
#include "observe/server.hpp"
#include "plan/failover.hpp"

namespace pgmahout::act {

namespace {

constexpr ports::Duration kLookAgain{100};
constexpr ports::Duration kQuickest{500};
constexpr ports::Duration kSlowest{2000};
// Longer than a server starts that has little to recover; a standby may be at it for hours.
constexpr ports::Duration kToStartUp{3000};
constexpr ports::Duration kToSayWhatIsLeft{3000};

}  // namespace

FailoverRun::FailoverRun(const Context& context, const decide::PgpoolCall& call,
                         const settings::Timers& timers)
    : context_(context),
      call_(call),
      timers_(timers),
      to_be_seen_(std::clamp(timers.connect_timeout, kQuickest, kSlowest)),
      journal_(context, "failover"),
      silence_(timers.wal_receiver_timeout),
      began_(context.deadline.clock().now()) {}

const model::Node& FailoverRun::node(int id) const {
  return context_.cluster.nodes.at(static_cast<std::size_t>(id));
}

// Before it was frozen, by us or by a failover before. One of which nobody knows follows the lost
// node again.
const model::Node& FailoverRun::followed_by(int standby) const {
  const auto& server = seen_.nodes.at(static_cast<std::size_t>(standby)).server;
  const auto* followed = server ? context_.cluster.find(server->confirmed_to()) : nullptr;
  return followed == nullptr ? node(call_.node_id) : *followed;
}

// Whom a standby follows was promoted last, or is about to be.
bool FailoverRun::led_the_standbys() const {
  const auto& lost = node(call_.node_id).name;
  const auto follows = [&](bool it) {
    return std::ranges::any_of(seen_.nodes, [&](const model::NodeState& each) {
      return each.server && !each.server->follows.empty() && (each.server->follows == lost) == it;
    });
  };
  return follows(true) && !follows(false);
}

model::Observation FailoverRun::look() const {
  auto seen = look_around(context_, to_be_seen_, lost_hosts(context_));
  for (const auto& each : seen.nodes) context_.log.info("observed {}", observe::to_string(each));
  return seen;
}

// Whom we froze counts as a follower of the one that it followed before: it confirmed what that one
// acknowledged.
model::NodeState FailoverRun::as_it_followed(model::NodeState state) const {
  const auto& before = seen_.nodes.at(static_cast<std::size_t>(state.id)).server;
  if (before && state.server && state.server->frozen)
    state.server->follows = before->confirmed_to();
  return state;
}

// A standby that is not in our turn may be promoted by somebody else: it counts as silent. Who
// accepted writes is asked anew: nobody may be promoted beside it. The others are asked over the
// connections that hold the turn: nobody waits for a dark host again.
model::Observation FailoverRun::look_at_those_in_turn() const {
  const auto ask = [&](const model::Node& node) {
    model::Result<model::ServerState> answer = std::unexpected(
        model::Error{.what = "it is not in this failover's turn", .node = node.name});
    ports::SqlSession* session = turn_.at(node.id);
    if (seen_.nodes.at(static_cast<std::size_t>(node.id)).accepts_writes())
      answer = observe::ask_server(context_.sql, superuser_at(context_, node),
                                   context_.deadline.within(to_be_seen_));
    if (session != nullptr && !dropped_.contains(node.id) && !unfrozen_.contains(node.id))
      answer = observe::ask_server(*session, context_.deadline.within(to_be_seen_));
    return as_it_followed(observe::node_state(context_.cluster, node, answer));
  };
  model::Observation seen{ports::at_once(context_.crew, context_.cluster.nodes, ask)};
  for (const auto& each : seen.nodes) context_.log.info("compared {}", observe::to_string(each));
  return seen;
}

model::Result<void> FailoverRun::go() {
  look_and_decide();
  if (decision_.action == decide::FailoverAction::replace) wait_for_those_that_start();
  // A witness counts as long as it hears more: what it heard before the fault grows old.
  const auto patience = context_.deadline.within(settings::witness_age(timers_) + to_be_seen_);
  const auto decided = [&] {
    if (decision_.action == decide::FailoverAction::wait) look_and_decide();
    return decision_.action != decide::FailoverAction::wait;
  };
  if (decision_.action == decide::FailoverAction::wait)
    (void)ports::wait_until(decided, patience, kLookAgain);
  if (decision_.action == decide::FailoverAction::nothing) return {};
  if (decision_.action == decide::FailoverAction::wait) return refuse(decision_.reason);
  return replace();
}

// One that starts may have been promoted before, and be primary in a moment. One that crashed is
// started in place, and without it nobody may be promoted: a refusal costs more than to wait.
bool FailoverRun::is_waited_for(const model::NodeState& each) const {
  if (each.id == call_.node_id || !each.silence) return false;
  if (observe::turns_away(*each.silence)) return true;
  return observe::is_refused(*each.silence) &&
         decide::too_few_standbys(seen_, call_.node_id, context_.cluster.replication);
}

void FailoverRun::wait_for_those_that_start() {
  const auto starts = [&](const model::NodeState& each) { return is_waited_for(each); };
  const auto nobody_starts = [&] {
    if (std::ranges::none_of(seen_.nodes, starts)) return true;
    look_and_decide();
    return false;
  };
  (void)ports::wait_until(nobody_starts, context_.deadline.within(kToStartUp), kLookAgain);
}

void FailoverRun::look_and_decide() {
  const auto asked = context_.deadline.clock().now();
  seen_ = look();
  silence_.take_in(seen_, asked);
  decision_ = decide(seen_);
  context_.log.info("decision: {}", decision_.reason);
}

decide::FailoverDecision FailoverRun::decide(const model::Observation& seen) const {
  return decide::decide_failover(call_, seen, context_.cluster.replication,
                                 settings::witness_age(timers_).count());
}

// Whoever had the turn before us may have done it all.
model::Result<bool> FailoverRun::is_done_already() {
  const auto now = look_at_those_in_turn();
  const auto again = decide(now);
  if (again.action == decide::FailoverAction::replace) return false;
  context_.log.info("decision: {}", again.reason);
  if (again.action == decide::FailoverAction::wait) return std::unexpected(refusal(again.reason));
  winner_ = again.present_primary;
  // What was a primary a moment ago, and is stopped by us, needs one in its place.
  if (winner_ < 0) return !is_fenced_;
  if (auto done = carry_out(plan::follow_other(winner_, call_.node_id, now)); !done)
    return std::unexpected(done.error());
  return true;
}

// Those that the watch knows to be silent, and those that did not answer just now: a network may
// have been cut a moment ago.
std::set<int> FailoverRun::silent_hosts() const {
  auto silent = lost_hosts(context_);
  for (const auto& each : seen_.nodes)
    if (each.silence && observe::is_out_of_reach(*each.silence)) silent.insert(each.id);
  return silent;
}

model::Result<void> FailoverRun::replace() {
  const auto& replication = context_.cluster.replication;
  const auto nodes = context_.cluster.nodes.size();
  const auto lonely = decide::too_few_hosts(replication, silent_hosts().size(), nodes);
  if (!lonely.empty()) return refuse(lonely);
  auto turn = Turn::take(context_, seen_, call_.node_id);
  if (!turn) return std::unexpected(turn.error());
  turn_ = std::move(*turn);
  const auto done = is_done_already();
  if (!done) return std::unexpected(done.error());
  if (*done) return {};
  secured_ = true;
  const auto secured = carry_out(plan::secure(call_.node_id, decision_.old_primary_answers, seen_));
  if (secured) return elect_and_promote();
  give_up();
  return secured;
}

decide::Election FailoverRun::elect(const model::Observation& frozen) const {
  return decide::elect({.frozen = frozen,
                        .lost_id = call_.node_id,
                        .proposed_id = call_.new_main_id,
                        .replication = context_.cluster.replication,
                        .old_primary_end = old_primary_end_});
}

// Whom we could not freeze tells the old primary's gate that nobody was promoted.
std::string FailoverRun::why_not(const decide::Election& election) const {
  if (!election.promote) return election.reason;
  std::set<int> ignorant = unfrozen_;
  if (election.verdict.loss != model::Loss::none) {
    const auto unknown = ask_stopped_ones(election.candidates.front());
    if (!unknown) return unknown.error();
    ignorant.insert(unknown->begin(), unknown->end());
  }
  ignorant.merge(silent_hosts());
  if (is_fenced_) ignorant.erase(call_.node_id);
  auto lonely = decide::too_few_hosts(context_.cluster.replication, ignorant.size(),
                                      context_.cluster.nodes.size());
  if (!lonely.empty()) return lonely;
  auto others = silent_hosts();
  others.erase(call_.node_id);
  const bool was_fenced_before = is_fenced_ && !may_be_let_back_;
  return decide::may_be_replaced_already(election.verdict, was_fenced_before, others.size());
}

// One that has left our turn may be promoted by somebody else, and what it has counts for nothing;
// that the winner could not be promoted because of it says nothing of the winner.
void FailoverRun::drop(const model::Error& error) {
  const auto* left = context_.cluster.find(error.node);
  dropped_.insert(left == nullptr ? winner_ : left->id);
}

// What is known of those that do not run, where confirmations prove nothing: whoever is promoted
// beside a server on a newer timeline, which is started again in a moment, takes its number.
std::expected<std::set<int>, std::string> FailoverRun::ask_stopped_ones(int winner) const {
  const auto& known = seen_.nodes.at(static_cast<std::size_t>(winner)).server->timeline;
  std::set<int> silent;
  for (const auto& each : seen_.nodes) {
    if (each.id == call_.node_id || !each.silence || observe::is_out_of_reach(*each.silence))
      continue;
    const auto left = ask_stopped_server(context_, node(each.id), kToSayWhatIsLeft);
    if (!left) silent.insert(each.id);
    if (left && left->has_data && !left->fenced && left->timeline > known.number)
      return std::unexpected(each.name + " does not run, and is on timeline " +
                             std::to_string(left->timeline) + ": it was promoted before");
  }
  return silent;
}

// A candidate that fails before it begins is out, and the rest is compared anew: whether nothing is
// lost was proven for that one only.
model::Result<void> FailoverRun::elect_and_promote() {
  while (!context_.deadline.over()) {
    const auto settled = is_done_already();
    if (!settled) return std::unexpected(settled.error());
    if (*settled) return {};
    const auto frozen = look_at_those_in_turn();
    const auto election = elect(frozen);
    if (const auto reason = why_not(election); !reason.empty()) return refuse(reason);
    winner_ = election.candidates.front();
    new_way_.reset();
    context_.log.info("node={} is elected: {}", node(winner_).name, election.reason);
    const auto done = carry_out(plan::promote(winner_, call_.node_id, frozen));
    if (done) certify(election, winner_);
    if (done || done.error().kind == model::ErrorKind::incomplete) return done;
    context_.log.error("node={} not promoted: {}", node(winner_).name, to_string(done.error()));
    drop(done.error());
  }
  return refuse("the time is up");
}

// A standby that cannot be told finds its primary, or a next failover does.
void FailoverRun::give_up() {
  if (const auto done = carry_out(plan::give_up(call_.node_id, is_fenced_, seen_)); !done)
    context_.log.warn("a node stays cut off: {}", to_string(done.error()));
}

model::Result<void> FailoverRun::refuse(const std::string& reason) {
  journal_.note({{"refused", reason}});
  if (secured_) give_up();
  return std::unexpected(refusal(reason));
}

model::Error FailoverRun::refusal(const std::string& reason) const {
  std::string hint = "it is tried again when a missing node answers";
  if (context_.cluster.replication.durability == model::Durability::required)
    hint += "; to give up what cannot be proven instead, set pgmahout_durability to preferred";
  return {.kind = model::ErrorKind::refused,
          .what = "nobody is promoted: " + reason,
          .hint = std::move(hint)};
}

Certificate FailoverRun::certificate(const decide::Election& election, int winner) const {
  return {.from = node(call_.node_id).name,
          .to = node(winner).name,
          .why = decision_.reason,
          .verdict = election.verdict,
          .way = new_way_,
          .heard = silence_.told(),
          .began = began_,
          .ended = context_.deadline.clock().now()};
}

void FailoverRun::certify(const decide::Election& election, int winner) const {
  context_.log.info("node={} is primary now; lost: {} ({})", node(winner).name,
                    model::name_of(election.verdict.loss), election.verdict.reason);
  journal_.note(to_json(certificate(election, winner)));
}

}  // namespace pgmahout::act
