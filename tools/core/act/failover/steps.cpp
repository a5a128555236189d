#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "act/failover/freeze.hpp"
#include "act/failover/promote.hpp"
#include "act/failover/run.hpp"
#include "act/lost_hosts.hpp"
#include "act/repoint.hpp"
#include "act/synchronous.hpp"
#include "observe/everyone.hpp"
#include "observe/server.hpp"
#include "ports/agent/client.hpp"

// How each step of a failover's plans is done.

namespace pgmahout::act {

namespace {

constexpr ports::Duration kToFreeze{3000};
constexpr ports::Duration kToStop{10000};
constexpr ports::Duration kQuickestReach{1000};
constexpr ports::Duration kSlowestReach{3000};
constexpr ports::Duration kToComeUpAgain{1000};

bool refuses_connections(const model::NodeState& node) {
  return node.silence && observe::is_refused(*node.silence);
}

// A standby that cannot be told to follow nobody, as one whose disk is full, confirms commits of
// the old primary again as soon as that is back: it counts as silent.
bool is_beyond_us(const plan::Step& step, const model::Result<void>& result) {
  return step.kind == plan::StepKind::freeze && !result &&
         result.error().kind == model::ErrorKind::failed;
}

model::Error still_writes(model::Error error) {
  error.kind = model::ErrorKind::refused;
  error.what =
      "the old primary still accepts writes and cannot be stopped, or is just starting, so nobody "
      "is promoted: " +
      error.what;
  error.hint = "stop PostgreSQL there by hand; then detach the node again";
  return error;
}

}  // namespace

model::Result<void> FailoverRun::carry_out(const plan::Plan& plan) {
  for (const auto& stage : plan::stages(plan)) {
    const auto results =
        ports::at_once(context_.crew, stage, [&](const plan::Step& step) { return perform(step); });
    for (std::size_t index = 0; index < stage.size(); ++index) {
      tell(stage[index], results[index]);
      if (is_beyond_us(stage[index], results[index])) unfrozen_.insert(stage[index].node);
      if (!results[index] && stage[index].weight == plan::Weight::needed) return results[index];
    }
  }
  return {};
}

void FailoverRun::tell(const plan::Step& step, const model::Result<void>& result) const {
  const std::string kind = plan::to_string(step.kind);
  const std::string& name = node(step.node).name;
  journal_.note(
      {{"step", kind}, {"node", name}, {"outcome", result ? "done" : result.error().what}});
  if (result)
    context_.log.info("step={} node={} done", kind, name);
  else
    context_.log.warn("step={} node={} {}", kind, name, to_string(result.error()));
}

model::Result<void> FailoverRun::perform(const plan::Step& step) {
  switch (step.kind) {
    case plan::StepKind::fence:
      return fence_lost();
    case plan::StepKind::freeze:
      return freeze_one(step.node);
    case plan::StepKind::unfreeze:
      return repoint(context_, node(step.node), followed_by(step.node));
    case plan::StepKind::release:
      return release_lost();
    case plan::StepKind::slots:
      return make_peer_slots(context_, node(step.node));
    case plan::StepKind::synchronous:
      return set_synchronous_names(context_, *turn_.at(step.node), node(step.node));
    case plan::StepKind::promote:
      return promote_winner(step.node);
    case plan::StepKind::repoint:
      return repoint(context_, node(step.node), node(winner_));
    case plan::StepKind::settle:
      return settle(step.node);
  }
  return {};
}

model::Result<void> FailoverRun::freeze_one(int id) {
  ports::SqlSession* session = turn_.at(id);
  const auto& seen = seen_.nodes.at(static_cast<std::size_t>(id)).server;
  if (session != nullptr)
    return freeze(*session, seen ? seen->follows_host : "", context_.deadline.within(kToFreeze));
  return std::unexpected(model::Error{.kind = model::ErrorKind::no_answer,
                                      .what = "it did not answer any more",
                                      .node = node(id).name});
}

// What cannot be reached is certainly stopped only when its port refuses; what answers and cannot
// be stopped is certainly running.
model::Result<void> FailoverRun::fence_lost() {
  const auto& lost = node(call_.node_id);
  const bool answers = decision_.old_primary_answers;
  agent::Client client(context_.shell, {context_.layout.libexec + "/node"});
  const auto answer = client.call(agent_of(context_, lost),
                                  {{"operation", "fence"},
                                   {"mode", answers ? "orderly" : "immediate"},
                                   {"reason", "it was replaced as primary"},
                                   {"for", journal_.id()}},
                                  context_.deadline.within(answers ? kToStop : to_reach()));
  if (answer) {
    const auto outcome = outcome_from_json(*answer);
    is_fenced_ = true;
    // One that was fenced before may have been replaced, and the others not have heard of it: then
    // where it ended proves nothing, and it is not let back.
    may_be_let_back_ = !outcome.was_fenced;
    if (may_be_let_back_) old_primary_end_ = outcome.end;
    return {};
  }
  context_.log.warn("node={} not fenced: {}", lost.name, to_string(answer.error()));
  if (answers) return std::unexpected(still_writes(answer.error()));
  if (stays_down(lost)) return {};
  if (auto waited = wait_until_silent(); !waited) return waited;
  if (!came_up(lost)) return {};
  return std::unexpected(still_writes(answer.error()));
}

// It may have come up after it was looked at, or be about to, where nothing cuts it off and nobody
// stops it.
bool FailoverRun::came_up(const model::Node& lost) const {
  model::NodeState state;
  const auto look = [&] {
    state = observe::node_state(context_.cluster, lost,
                                observe::ask_server(context_.sql, superuser_at(context_, lost),
                                                    context_.deadline.within(kForTheSilent)));
    return !state.silence || !observe::turns_away(*state.silence);
  };
  const bool settled =
      ports::wait_until(look, context_.deadline.within(kToComeUpAgain), ports::Duration{50});
  return !settled || state.accepts_writes();
}

model::Result<void> FailoverRun::release_lost() {
  agent::Client client(context_.shell, {context_.layout.libexec + "/node"});
  const auto lost = agent_of(context_, node(call_.node_id));
  const char* lift = may_be_let_back_ && led_the_standbys() ? "unfence" : "release";
  const auto lifted =
      client.call(lost, {{"operation", lift}, {"for", journal_.id()}}, context_.deadline);
  if (!lifted) return std::unexpected(lifted.error());
  const auto started = client.call(lost, {{"operation", "start"}}, context_.deadline);
  if (!started) return std::unexpected(started.error());
  return {};
}

// A server that its gate let pass just before the standbys were frozen is about to come up: it has
// to refuse for a while, not only once.
bool FailoverRun::stays_down(const model::Node& lost) const {
  const auto refuses = [&] {
    return refuses_connections(
        observe::node_state(context_.cluster, lost,
                            observe::ask_server(context_.sql, superuser_at(context_, lost),
                                                context_.deadline.within(kToComeUpAgain))));
  };
  bool refused = refuses_connections(seen_.nodes.at(static_cast<std::size_t>(lost.id)));
  const auto answered = [&] {
    refused = refused && refuses();
    return !refused;
  };
  (void)ports::wait_until(answered, context_.deadline.within(kToComeUpAgain), ports::Duration{50});
  return refused;
}

// What is left until its own guard has stopped it, if it lives: see the arithmetic in
// settings/timers.hpp.
ports::Duration FailoverRun::until_silent() const {
  const auto left = silence_.since() + timers_.promotion_wait - context_.deadline.clock().now();
  return std::max(std::chrono::duration_cast<ports::Duration>(left), ports::Duration::zero());
}

// Longer than until then nobody tries to reach a host that is dark: its word changes nothing more.
ports::Duration FailoverRun::to_reach() const {
  const bool silent = lost_hosts(context_).contains(call_.node_id);
  return std::clamp(until_silent(), silent ? kForTheSilent : kQuickestReach, kSlowestReach);
}

model::Result<void> FailoverRun::wait_until_silent() {
  const auto asked = context_.deadline.clock().now();
  if (silence_.is_doubtful()) silence_.fill_in(look_at_those_in_turn(), asked);
  const auto left = until_silent();
  if (left == ports::Duration::zero()) return {};
  context_.log.info("waiting {} ms, until a primary that is cut off has stopped itself",
                    left.count());
  const auto wait = context_.deadline.within(left);
  (void)ports::wait_until([] { return false; }, wait, ports::Duration{100});
  if (!context_.deadline.over()) return {};
  return std::unexpected(model::Error{.kind = model::ErrorKind::refused,
                                      .what = "the time is up before the old primary is known to "
                                              "have stopped itself"});
}

model::Result<void> FailoverRun::promote_winner(int id) {
  if (auto done = turn_.renew(id, dropped_, context_.deadline.within(kToFreeze)); !done)
    return done;
  return promote(context_, *turn_.at(id), node(id));
}

// What is left of its time as a standby would be copied to the next clone; pg_rewind needs the new
// timeline in the control file, which the checkpoint writes. That this timeline is a failover's the
// server keeps: nobody needs to wait for a proof that nothing confirmed is missing. Its number is
// PostgreSQL's to choose.
model::Result<void> FailoverRun::settle(int id) {
  const auto target = superuser_at(context_, node(id));
  const auto state = observe::ask_server(context_.sql, target, context_.deadline);
  if (!state) return std::unexpected(state.error());
  new_way_ = state->history;
  const auto timeline = std::to_string(state->timeline.number);
  const std::array<ports::Query, 6> queries{
      {{"ALTER SYSTEM RESET primary_conninfo", {}},
       {"ALTER SYSTEM RESET primary_slot_name", {}},
       {"SET pgmahout.promoted = ''", {}},
       {"ALTER SYSTEM SET pgmahout.promoted = " + ports::sql_literal(timeline), {}},
       {"SELECT pg_reload_conf()", {}},
       {"CHECKPOINT", {}}}};
  const auto done = context_.sql.run(target, queries, context_.deadline);
  if (!done) return std::unexpected(done.error());
  return {};
}

}  // namespace pgmahout::act
