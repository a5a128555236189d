#include "act/guard/mender.hpp"

#include <algorithm>

#include "act/attach.hpp"
#include "act/fence.hpp"
#include "act/guard/primary_record.hpp"
#include "act/journal.hpp"
#include "act/look_around.hpp"
#include "act/pcp.hpp"
#include "act/rejoin/rejoin.hpp"
#include "act/repoint.hpp"
#include "act/synchronous.hpp"
#include "observe/everyone.hpp"

namespace pgmahout::act {

namespace {

using decide::MendAction;
using decide::NamesAction;

constexpr std::chrono::hours kLongestRejoin{24};
constexpr ports::Duration kToSetNames{5000};
constexpr ports::Duration kToAttach{6000};
constexpr ports::Duration kToRestart{60000};
constexpr ports::Duration kToFence{10000};
constexpr ports::Duration kToAskServer{2000};
constexpr ports::Duration kBetweenAskingService{5000};
// A primary that Pgpool-II calls down may be about to be replaced on purpose: by then it has been.
constexpr ports::Duration kBeforeAttaching{4000};

const model::Node* node_of(const model::Cluster& cluster, int id) {
  const auto found = std::ranges::find(cluster.nodes, id, &model::Node::id);
  return found == cluster.nodes.end() ? nullptr : &*found;
}

// A fence that cannot be read counts as one.
void add_fence(const Context& context, decide::MendQuestion& question) {
  const auto fence = read_fence(context);
  question.fenced = !fence || fence->has_value();
  question.held = fence && *fence && (*fence)->held;
}

int streaming_nodes(const model::Cluster& cluster, const ports::Rows& rows) {
  return static_cast<int>(std::ranges::count_if(rows.rows, [&](const ports::Row& row) {
    return cluster.find(row.at(0).value_or("")) != nullptr;
  }));
}

}  // namespace

void Mender::look() {
  auto decision = decide_now();
  // While one was waited for that answered late, another that had refused may have come up: what
  // they said is then not of one moment, and who is fenced for that keeps standbys, and rows.
  if (decision.action == MendAction::fence) decision = decide_now();
  tell(decision);
  const bool at_home = decision.action == MendAction::lead || decision.action == MendAction::follow;
  const auto settled = settled_.look(at_home, now());
  if (at_home) see_to_names(decision.action == MendAction::lead);
  if (at_home) attach_self(settled, decision.primary);
  if (decision.action == MendAction::follow) drop_orphan_slots(settled);
  // What failed while there was none says nothing of the next one.
  if (decision.primary < 0) rejoin_.reset();
  const model::Node* primary = node_of(context_.cluster, decision.primary);
  if (decision.action == MendAction::fence) fence_self(decision.reason);
  if (decision.action == MendAction::rejoin && primary != nullptr) rejoin(*primary, decision);
  const bool leads = decision.primary == context_.self.id;
  if (decision.action == MendAction::restart && (leads || stays_in_recovery()))
    restart(decision.reason);
}

decide::MendDecision Mender::decide_now() {
  decide::MendQuestion question{.seen = look_around(context_),
                                .replication = context_.cluster.replication,
                                .self = context_.self.id};
  add_fence(context_, question);
  question.out_of_reach = observe::out_of_reach(question.seen);
  auto decision = decide::decide_mend(question);
  const bool at_home = decision.action == MendAction::lead || decision.action == MendAction::follow;
  const auto& self = question.seen.nodes.at(static_cast<std::size_t>(context_.self.id)).server;
  question.led = self && has_led(context_, *self);
  question.leaderless_ms = leaderless_.look(decision.primary < 0, now()).count();
  look_at_service();
  question.outside_ms = outside_.look(is_outside_, now()).count();
  question.astray_ms = astray_.look(!at_home && decision.primary >= 0, now()).count();
  return decide::decide_mend(question);
}

// A server that two started at once may run, and its service count as failed: systemd takes no
// process for its own that it has not started.
void Mender::look_at_service() {
  if (now() < next_look_at_service_) return;
  next_look_at_service_ = now() + kBetweenAskingService;
  const auto state = context_.server.service_state(context_.deadline.within(kToAskServer));
  is_outside_ = context_.server.postmaster() && state &&
                (*state == model::ServiceState::failed || *state == model::ServiceState::stopped);
}

void Mender::tell(const decide::MendDecision& decision) {
  if (decision.reason == told_) return;
  told_ = decision.reason;
  context_.log.info("{}", decision.reason);
}

void Mender::see_to_names(bool leads) {
  const auto done = put_names_right(leads);
  if (!done) context_.log.warn("synchronous names: {}", to_string(done.error()));
}

model::Result<decide::NamesQuestion> Mender::ask_names(ports::SqlSession& server, bool leads) {
  const auto deadline = context_.deadline.within(kToSetNames);
  const auto names = server.run({"SHOW synchronous_standby_names", {}}, deadline);
  if (!names) return std::unexpected(names.error());
  const auto streaming = server.run(
      {"SELECT application_name FROM pg_stat_replication WHERE state = 'streaming'", {}}, deadline);
  if (!streaming) return std::unexpected(streaming.error());
  const std::string live = names->rows.at(0).at(0).value_or("");
  decide::NamesQuestion question{
      .replication = context_.cluster.replication,
      .leads = leads,
      .set = live == model::synchronous_names(context_.cluster, context_.self),
      .empty = live.empty(),
      .streaming = streaming_nodes(context_.cluster, *streaming)};
  const bool is_short = leads && question.streaming < question.replication.confirmations;
  question.short_of_standbys_ms = short_of_standbys_.look(is_short, now()).count();
  return question;
}

model::Result<void> Mender::put_names_right(bool leads) {
  const Context bounded = within(context_, kToSetNames);
  const auto server = bounded.sql.connect(local_superuser(bounded), bounded.deadline);
  if (!server) return std::unexpected(server.error());
  const auto question = ask_names(**server, leads);
  if (!question) return std::unexpected(question.error());
  const auto action = decide::decide_names(*question);
  if (action == NamesAction::keep) return {};
  const bool wait = action == NamesAction::set;
  const auto done = wait ? set_synchronous_names(bounded, **server, context_.self)
                         : clear_synchronous_names(bounded, **server);
  if (!done) return done;
  if (!leads) return {};
  const char* event = wait ? "commits wait for standbys" : "commits wait for no standby any more";
  context_.log.warn("{} ({} stream)", event, question->streaming);
  const Journal journal(context_, "guard");
  journal.note({{"synchronous", event}, {"streaming", question->streaming}});
  return {};
}

// At once: clients that reach it directly write what will be thrown away.
void Mender::fence_self(const std::string& reason) {
  const Journal journal(context_, "guard");
  journal.note({{"fenced", reason}});
  const auto done = fence(within(context_, kToFence), {.reason = reason, .operation = ""},
                          ports::StopMode::immediate);
  if (!done) context_.log.error("not fenced yet: {}", to_string(done.error()));
}

void Mender::rejoin(const model::Node& primary, const decide::MendDecision& decision) {
  if (context_.cluster.rejoin == model::Rejoin::manual || !rejoin_.is_due(now())) return;
  const Context patient = within(context_, kLongestRejoin);
  const auto outcome =
      rejoin::run(patient, {.primary = primary,
                            .it_keeps_its_standbys = decision.it_keeps_its_standbys,
                            .on_progress = [](const clone::Progress&) {}});
  if (outcome) {
    rejoin_.reset();
    return;
  }
  context_.log.error("not a standby of {} yet, tried again in {} ms: {}", primary.name,
                     rejoin_.failed(now()).count(), to_string(outcome.error()));
}

// Once a server has begun to promote itself its request lies in no file any more; what says so is
// that replay cannot be told to go on, as it does anyway (xlogfuncs.c). Neither can it where the
// promotion has ended since the server was looked at: stopping that one would stop the new primary.
bool Mender::stays_in_recovery() const {
  return ports::query(context_.sql, local_superuser(context_),
                      {"SELECT pg_wal_replay_resume()", {}}, context_.deadline.within(kToAskServer))
      .has_value();
}

void Mender::restart(const std::string& reason) {
  if (!restart_.is_due(now())) return;
  context_.log.warn("{}: it is started anew", reason);
  const Journal journal(context_, "guard");
  journal.note({{"restarted", reason}});
  const Context bounded = within(context_, kToRestart);
  auto done = bounded.server.stop(ports::StopMode::orderly, bounded.deadline);
  if (done) done = bounded.server.start(bounded.deadline);
  const auto pause = restart_.failed(now());
  if (!done)
    context_.log.error("not started, tried again in {} ms: {}", pause.count(),
                       to_string(done.error()));
}

// Whoever streamed from here may still have held its slot when this node became a standby.
void Mender::drop_orphan_slots(ports::Duration settled) {
  if (settled < kBeforeAttaching) return slots_.reset();
  if (!slots_.is_due(now())) return;
  slots_.failed(now());
  if (const auto done = drop_peer_slots(within(context_, kToSetNames)); !done)
    context_.log.warn("slots of other nodes are left here: {}", to_string(done.error()));
}

// With each node that is attached Pgpool-II looks for the primary, as long as its
// search_primary_node_timeout is, where that one is down, and nobody is taken in meanwhile: the
// primary comes first.
bool Mender::pgpool_calls_down(int primary) const {
  const model::Node* node = node_of(context_.cluster, primary);
  const auto belief = node == nullptr ? std::unexpected(model::Error{})
                                      : ask_belief(within(context_, kToAttach), kHere, *node);
  return belief && !belief->up;
}

void Mender::attach_self(ports::Duration settled, int primary) {
  if (settled < kBeforeAttaching || !attach_.is_due(now())) return;
  const Context bounded = within(context_, kToAttach);
  const auto belief = ask_belief(bounded, kHere, context_.self);
  if (!belief) return;
  if (belief->up) return attach_.reset();
  if (!has_quorum(bounded)) return;
  if (primary != context_.self.id && pgpool_calls_down(primary)) return;
  const auto done = attach(within(context_, kToAttach), context_.self);
  if (!done)
    context_.log.warn("tried again in {} ms: {}", attach_.failed(now()).count(),
                      to_string(done.error()));
}

}  // namespace pgmahout::act
