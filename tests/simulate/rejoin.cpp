#include "rejoin.hpp"

#include "act/fence.hpp"
#include "act/guard/primary_record.hpp"
#include "act/look_around.hpp"
#include "act/rejoin/rewind.hpp"
#include "act/repoint.hpp"
#include "decide/mend.hpp"
#include "decide/rejoin.hpp"
#include "observe/everyone.hpp"
#include "observe/server.hpp"

namespace pgmahout::simulate {

void Rejoiner::look() {
  const auto fence = act::read_fence(context_);
  decide::MendQuestion question{.seen = act::look_around(context_),
                                .replication = context_.cluster.replication,
                                .self = ports_.host,
                                .fenced = !fence || fence->has_value()};
  question.out_of_reach = observe::out_of_reach(question.seen);
  const auto decision = decide::decide_mend(question);
  const bool at_home =
      decision.action == decide::MendAction::lead || decision.action == decide::MendAction::follow;
  question.astray_ms =
      astray_.look(!at_home && decision.primary >= 0, context_.deadline.clock().now()).count();
  const auto again = decide::decide_mend(question);
  if (again.action != decide::MendAction::rejoin) return;
  const auto& primary = question.seen.nodes.at(static_cast<std::size_t>(again.primary));
  if (primary.server) rejoin(again, *primary.server);
}

void Rejoiner::rejoin(const decide::MendDecision& mend, const model::ServerState& state) {
  auto& server = ports_.own_server();
  const auto& node = context_.cluster.nodes.at(static_cast<std::size_t>(mend.primary));
  decide::RejoinFacts facts{.postmaster_runs = server.runs(),
                            .control = server.control,
                            .end = {server.branch->number(), server.end},
                            .primary_name = node.name,
                            .primary_host = node.address,
                            .primary_port = 5432,
                            .primary = state,
                            .primary_keeps_its_standbys = mend.it_keeps_its_standbys};
  if (const auto history = model::parse_history(server.branch->number(), server.branch->history()))
    facts.history = *history;
  if (const auto own = observe::ask_server(context_.sql, act::local_superuser(context_),
                                           context_.deadline.within(ports::Duration{2000})))
    facts.server = *own;
  const auto decision = decide::decide_rejoin(facts);
  context_.log.info("rejoin: {}", decision ? to_string(decision->action) + ", " + decision->reason
                                           : to_string(decision.error()));
  if (!decision || decision->action == decide::RejoinAction::nothing) return;
  if (const auto done = act::make_peer_slots(context_, node); !done)
    context_.log.warn("{}", to_string(done.error()));
  if (decision->action == decide::RejoinAction::repoint) {
    if (const auto done = act::repoint(context_, context_.self, node); !done)
      context_.log.error("{}", to_string(done.error()));
    return;
  }
  const auto fenced =
      act::fence(context_, {.reason = "it is being made a standby", .operation = ""},
                 ports::StopMode::immediate);
  if (!fenced || decision->action == decide::RejoinAction::fence) return;
  ports_.spend(Time{500'000}, Time{3'000'000});
  if (decision->action == decide::RejoinAction::rewind)
    rewind(node);
  else
    become_standby(node.id, true);
}

// pg_rewind compares the timelines of two control files, says that nothing is to be done when they
// are one, and ends well (pg_rewind.c). A server that has just been promoted has the old one there
// until a checkpoint.
void Rejoiner::rewind(const model::Node& primary) {
  if (const auto known = act::rejoin::await_checkpoint(context_, primary); !known)
    return context_.log.error("{}", to_string(known.error()));
  const auto& source = *ports_.world.servers.at(static_cast<std::size_t>(primary.id));
  become_standby(primary.id, source.control.checkpoint.timeline == source.branch->number());
}

// Of that node, if it is still there, with what it has or with what this one had.
void Rejoiner::become_standby(int primary, bool with_its_data) {
  auto& world = ports_.world;
  auto& server = ports_.own_server();
  const auto& source = *world.servers.at(static_cast<std::size_t>(primary));
  if (!world.is_up(primary) || !world.both_ways(ports_.host, primary) || server.runs() ||
      source.phase != Phase::primary || source.hung || ports_.own_host().data_full)
    return;
  if (with_its_data) take_over(source);
  server.file.follows = primary;
  server.file.uses_slot = true;
  server.standby_signal = true;
  server.control.was_standby = true;
  if (!act::forget_primary(context_) || !act::unfence(context_)) return;
  const auto started = context_.server.start(context_.deadline.within(ports::Duration{60000}));
  if (!started) context_.log.error("{}", to_string(started.error()));
}

// Its settings, too; slots are not copied (pg_rewind's manual).
void Rejoiner::take_over(const Postgres& source) {
  auto& server = ports_.own_server();
  server.branch = source.branch;
  server.end = source.end;
  server.file = source.file;
  server.slots.clear();
  server.control.checkpoint = source.control.checkpoint;
  server.control.min_recovery = {server.branch->number(), server.end};
}

}  // namespace pgmahout::simulate
