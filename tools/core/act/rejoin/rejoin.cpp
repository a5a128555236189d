#include "act/rejoin/rejoin.hpp"

#include <fmt/format.h>

#include "act/clone/clone.hpp"
#include "act/clone/standby_files.hpp"
#include "act/conninfo.hpp"
#include "act/fence.hpp"
#include "act/guard/primary_record.hpp"
#include "act/rejoin/keep.hpp"
#include "act/rejoin/missing.hpp"
#include "act/rejoin/rewind.hpp"
#include "act/rejoin/run.hpp"
#include "act/rejoin/undone.hpp"
#include "act/repoint.hpp"
#include "act/streaming.hpp"

namespace pgmahout::act::rejoin {

namespace {

using decide::RejoinAction;

constexpr std::chrono::hours kLongest{24};
constexpr ports::Duration kToStop{60000};
constexpr ports::Duration kToStart{300000};

Context not_cut_off(const Context& context) {
  Context steady = context;
  steady.deadline = ports::Deadline(context.deadline.clock(), kLongest);
  return steady;
}

bool undoes_something(RejoinAction action) {
  return action == RejoinAction::rewind || action == RejoinAction::clone;
}

// These work in the data directory, or replace it.
bool needs_it_stopped(RejoinAction action) {
  return action != RejoinAction::nothing && action != RejoinAction::repoint;
}

std::string in_words(const Lost& lost) {
  return fmt::format(
      "{} bytes of WAL, {} transactions", lost.bytes,
      lost.transactions ? std::to_string(*lost.transactions) : "nobody knows how many");
}

nlohmann::json to_json(const Lost& lost, const Diverged& diverged) {
  nlohmann::json json{{"timeline", diverged.end.timeline.number},
                      {"from", to_string(diverged.fork.lsn)},
                      {"to", to_string(diverged.end.lsn)},
                      {"bytes", lost.bytes},
                      {"transactions", nullptr},
                      {"kept", lost.kept}};
  if (lost.transactions) json["transactions"] = *lost.transactions;
  return json;
}

// What a person asks for by name need not wait for a person.
model::Rejoin policy_for(const Context& context, const Request& request) {
  const auto policy = context.cluster.rejoin;
  return request.by_hand && policy == model::Rejoin::manual ? model::Rejoin::clone : policy;
}

}  // namespace

Run::Run(const Context& context, const Request& request, const clone::Workplace& workplace)
    : context_(context),
      request_(request),
      workplace_(workplace),
      steady_(not_cut_off(context)),
      journal_(context, "rejoin") {}

model::Result<Outcome> Run::go() {
  const auto there = try_until_it_streams();
  if (!there) {
    journal_.note({{"failed", there.error().what}, {"primary", request_.primary.name}});
    return std::unexpected(there.error());
  }
  if (auto slots = drop_peer_slots(steady_); !slots)
    context_.log.warn("slots of its own are left: {}", to_string(slots.error()));
  context_.log.info("it streams from {}", request_.primary.name);
  if (outcome_.action != RejoinAction::nothing)
    journal_.note({{"rejoined", to_string(outcome_.action)},
                   {"primary", request_.primary.name},
                   {"reason", outcome_.reason}});
  return outcome_;
}

// The server has to be stopped once, and a rewind fails once: more rounds than that are somebody
// else's doing.
model::Result<void> Run::try_until_it_streams() {
  constexpr int kRounds = 5;
  for (int round = 0; round < kRounds; ++round) {
    const auto sight = look(context_, request_.primary);
    if (!sight) return std::unexpected(sight.error());
    const auto there = step(*sight);
    if (!there) return std::unexpected(there.error());
    if (*there) return {};
  }
  return std::unexpected(
      model::Error{.kind = model::ErrorKind::incomplete,
                   .what = "somebody starts it again and again",
                   .hint = "see who does: journalctl -u " + context_.layout.postgresql_service});
}

model::Result<void> Run::choose(const Sight& sight) {
  auto facts = sight.facts;
  facts.rewind_failed = rewind_failed_;
  facts.wal_is_gone = wal_is_gone_;
  facts.primary_keeps_its_standbys = request_.it_keeps_its_standbys;
  facts.policy = policy_for(context_, request_);
  const auto decision = decide::decide_rejoin(facts);
  if (!decision) return std::unexpected(decision.error());
  context_.log.info("rejoin: {}: {}", to_string(decision->action), decision->reason);
  outcome_.action = decision->action;
  outcome_.reason = decision->reason;
  if (sight.before) outcome_.lost = *sight.before;
  return {};
}

model::Result<bool> Run::step(const Sight& sight) {
  if (auto done = choose(sight); !done) return std::unexpected(done.error());
  if (needs_it_stopped(outcome_.action) && sight.facts.postmaster_runs) {
    if (auto done = stop(); !done) return std::unexpected(done.error());
    return false;
  }
  if (auto kept = keep_diverged(sight); !kept) return std::unexpected(kept.error());
  if (auto undone = undo_branch(sight); !undone) return std::unexpected(undone.error());
  const auto done = perform(sight);
  if (done) return true;
  if (!learns_from(done.error(), sight)) return std::unexpected(done.error());
  context_.log.error("{} did not do: {}", to_string(outcome_.action), to_string(done.error()));
  return false;
}

bool Run::learns_from(const model::Error& error, const Sight& sight) {
  if (error.kind != model::ErrorKind::failed && error.kind != model::ErrorKind::incomplete)
    return false;
  const auto& [facts, diverged, before] = sight;
  bool& learned = outcome_.action == RejoinAction::rewind ? rewind_failed_ : wal_is_gone_;
  if (learned) return false;
  if (outcome_.action == RejoinAction::rewind)
    learned = policy_for(context_, request_) == model::Rejoin::clone;
  else if (outcome_.action == RejoinAction::repoint || outcome_.action == RejoinAction::start)
    learned =
        wal_is_gone(context_, request_.primary, facts.end.lsn, facts.control->wal_segment_bytes);
  return learned;
}

model::Result<void> Run::perform(const Sight& sight) {
  switch (outcome_.action) {
    case RejoinAction::nothing:
      return release();
    case RejoinAction::repoint:
      return repoint_it();
    case RejoinAction::start:
      return start_it();
    case RejoinAction::rewind:
      return rewind_it(sight);
    case RejoinAction::clone:
      return copy_it();
    case RejoinAction::fence:
      break;
  }
  return std::unexpected(model::Error{.kind = model::ErrorKind::internal,
                                      .what = "a server is to be stopped that does not run"});
}

// By the fence, also for a standby: while its files are worked on nobody else may start it. At
// once: what it would still write is undone anyway, and its last checkpoint would throw WAL away
// that pg_rewind needs.
model::Result<void> Run::stop() {
  Context bounded = steady_;
  bounded.deadline = steady_.deadline.within(kToStop);
  const auto done = fence(bounded,
                          {.reason = "it is being made a standby of " + request_.primary.name,
                           .operation = journal_.id()},
                          ports::StopMode::immediate);
  if (!done) return std::unexpected(done.error());
  return {};
}

model::Result<void> Run::keep_diverged(const Sight& sight) {
  const auto& [facts, diverged, before] = sight;
  if (before || !outcome_.lost.kept.empty() || !undoes_something(outcome_.action)) return {};
  outcome_.lost = {.bytes = diverged.bytes, .transactions = diverged.transactions};
  if (diverged.bytes == 0) return {};
  const auto kept = keep(steady_, diverged, facts.history, facts.control->wal_segment_bytes);
  if (!kept) return std::unexpected(kept.error());
  outcome_.lost.kept = *kept;
  journal_.note({{"lost", to_json(outcome_.lost, diverged)}});
  context_.log.warn("what {} does not have is undone here: {}; kept in {}", request_.primary.name,
                    in_words(outcome_.lost), *kept);
  return {};
}

// While it is still known whose way is left.
model::Result<void> Run::undo_branch(const Sight& sight) const {
  if (!undoes_something(outcome_.action) || !sight.facts.control) return {};
  return undo_archived(context_, sight.facts.history, sight.facts.primary.history);
}

model::Result<void> Run::repoint_it() {
  prepare_primary();
  if (auto done = repoint(context_, context_.self, request_.primary); !done) return done;
  if (auto done = release(); !done) return done;
  return wait_until_streaming(context_, context_.self, request_.primary);
}

model::Result<void> Run::start_it() {
  prepare_primary();
  if (auto done = write_files(); !done) return done;
  return release_and_start();
}

// A fence that was there stays; one that was not is made, for a server that nobody stopped on
// purpose may be started by anybody.
model::Result<void> Run::rewind_it(const Sight& sight) {
  const auto fenced = read_fence(context_);
  if (!fenced || !*fenced)
    if (auto done = stop(); !done) return done;
  prepare_primary();
  if (auto done = rewind(steady_, request_.primary, sight, outcome_.lost); !done) return done;
  if (auto done = remove_newer_wal(steady_, sight.facts.primary.timeline); !done) return done;
  return start_it();
}

model::Result<void> Run::copy_it() {
  const clone::Request wish{
      .primary = request_.primary, .replace = true, .on_progress = request_.on_progress};
  const auto copied = clone::run_locked(context_, workplace_, wish);
  if (!copied) return std::unexpected(copied.error());
  return release_and_start();
}

model::Result<void> Run::write_files() const {
  return clone::write_standby_files(
      context_.cluster.postgresql.data_directory,
      {.primary_conninfo = primary_conninfo(context_, request_.primary),
       .primary_slot_name = context_.self.slot_name});
}

model::Result<void> Run::release() const {
  if (auto done = unmark_rewind(context_); !done) return done;
  if (auto done = forget_primary(context_); !done) return done;
  return unfence(context_);
}

model::Result<void> Run::release_and_start() const {
  if (auto done = release(); !done) return done;
  auto done = context_.server.start(steady_.deadline.within(kToStart));
  if (done) done = wait_until_streaming(context_, context_.self, request_.primary);
  if (!done && done.error().kind == model::ErrorKind::failed)
    done.error().kind = model::ErrorKind::incomplete;
  return done;
}

// From here on the primary keeps what this node needs. One that cannot be made is no obstacle yet.
void Run::prepare_primary() const {
  if (auto slots = make_peer_slots(context_, request_.primary); !slots)
    context_.log.warn("node={} slots: {}", request_.primary.name, to_string(slots.error()));
}

model::Result<decide::RejoinDecision> preview(const Context& context, const Request& request) {
  if (auto free = check_not_held(context); !free) return std::unexpected(free.error());
  auto sight = look(context, request.primary);
  if (!sight) return std::unexpected(sight.error());
  sight->facts.primary_keeps_its_standbys = request.it_keeps_its_standbys;
  sight->facts.policy = policy_for(context, request);
  return decide::decide_rejoin(sight->facts);
}

model::Result<Outcome> run(const Context& context, const Request& request) {
  const auto workplace = clone::workplace_of(context);
  const auto lock = workplace.lock();
  if (!lock) return std::unexpected(lock.error());
  if (auto free = check_not_held(context); !free) return std::unexpected(free.error());
  return Run(context, request, workplace).go();
}

}  // namespace pgmahout::act::rejoin
