#include "act/clone/clone.hpp"

#include "act/clone/copy.hpp"
#include "act/fence.hpp"
#include "act/guard/primary_record.hpp"
#include "act/streaming.hpp"
#include "observe/data_directory.hpp"
#include "observe/server.hpp"

namespace pgmahout::act::clone {

namespace {

decide::InTheWay in_the_way(observe::DirectoryContent content) {
  switch (content) {
    case observe::DirectoryContent::cluster:
      return decide::InTheWay::cluster;
    case observe::DirectoryContent::other_files:
      return decide::InTheWay::other_files;
    case observe::DirectoryContent::absent:
    case observe::DirectoryContent::empty:
      break;
  }
  return decide::InTheWay::nothing;
}

// A standby that has just been started needs a moment until it streams.
std::optional<model::ServerState> ask_until_streaming(const Context& context,
                                                      decide::CloneFacts facts) {
  constexpr ports::Duration kPatience{5000};
  const auto settled = [&] {
    auto state = observe::ask_server(context.sql, local_superuser(context),
                                     context.deadline.within(ports::Duration{3000}));
    facts.server = state ? std::optional(*state) : std::nullopt;
    return decide::streams_from_primary(facts) || (facts.server && !facts.server->in_recovery);
  };
  (void)ports::wait_until(settled, context.deadline.within(kPatience), ports::Duration{500});
  return facts.server;
}

model::Result<decide::CloneFacts> look(const Context& context, const Request& request,
                                       const std::string& directory) {
  const auto primary = observe::ask_server(context.sql, superuser_at(context, request.primary),
                                           context.deadline.within(ports::Duration{5000}));
  if (!primary) return std::unexpected(primary.error());
  const auto seen = observe::look_at_directory(context.shell, directory,
                                               context.layout.postgresql_bin, context.deadline);
  if (!seen) return std::unexpected(seen.error());
  decide::CloneFacts facts{.in_the_way = in_the_way(seen->content),
                           .is_mount_point = seen->is_mount_point,
                           .standby_signal = seen->standby_signal,
                           .postmaster_runs = seen->postmaster.has_value(),
                           .identifier = seen->system_identifier,
                           .primary = *primary,
                           .primary_host = request.primary.address,
                           .primary_port = context.cluster.postgresql.port};
  if (facts.postmaster_runs) facts.server = ask_until_streaming(context, facts);
  return facts;
}

model::Result<void> start_and_watch(const Context& context, const Request& request) {
  auto done = context.server.start(context.deadline);
  if (done) done = wait_until_streaming(context, context.self, request.primary);
  if (done) return done;
  if (done.error().kind == model::ErrorKind::failed)
    done.error().kind = model::ErrorKind::incomplete;
  return done;
}

// What ran before shall run again when nothing has taken its place.
model::Result<std::uint64_t> stop_and_copy(const Context& context, const Request& request,
                                           const Workplace& workplace, const Journal& earlier) {
  if (auto done = context.server.stop(ports::StopMode::orderly, context.deadline); !done)
    return std::unexpected(done.error());
  auto copied = copy_from(context, request, workplace, earlier);
  if (copied) return copied;
  Context fresh = context;
  fresh.deadline = ports::Deadline(context.deadline.clock(), ports::Duration{30000});
  if (auto done = fresh.server.start(fresh.deadline); !done)
    context.log.warn("the old standby does not start again: {}", to_string(done.error()));
  return copied;
}

model::Result<std::uint64_t> copy(const Context& context, const Request& request,
                                  decide::CloneAction action) {
  const Workplace workplace = workplace_of(context);
  const auto earlier = workplace.read_journal();
  if (!earlier) return std::unexpected(earlier.error());
  if (action == decide::CloneAction::stop_and_copy)
    return stop_and_copy(context, request, workplace, *earlier);
  return copy_from(context, request, workplace, *earlier);
}

model::Result<Outcome> carry_out(const Context& context, const Request& request,
                                 const decide::CloneDecision& decision) {
  Outcome outcome{.changed = decision.action != decide::CloneAction::nothing,
                  .reason = decision.reason};
  if (decision.action == decide::CloneAction::copy ||
      decision.action == decide::CloneAction::stop_and_copy) {
    const auto copied = copy(context, request, decision.action);
    if (!copied) return std::unexpected(copied.error());
    outcome.bytes = *copied;
    // What a fence was about is gone: this is the primary's data now.
    if (auto done = forget_primary(context); !done) return std::unexpected(done.error());
    if (auto done = unfence(context); !done) return std::unexpected(done.error());
  } else if (auto done = workplace_of(context).remove_journal(); !done) {
    return std::unexpected(done.error());
  }
  if (outcome.changed && request.start)
    if (auto done = start_and_watch(context, request); !done) return std::unexpected(done.error());
  return outcome;
}

model::Result<decide::CloneDecision> decide_here(const Context& context, const Request& request) {
  const auto facts = look(context, request, workplace_of(context).data());
  if (!facts) return std::unexpected(facts.error());
  return decide::decide_clone(*facts, {.replace = request.replace, .start = request.start});
}

}  // namespace

Workplace workplace_of(const Context& context) {
  return {context.cluster.postgresql.data_directory,
          context.cluster.postgresql.version.major_number};
}

model::Result<decide::CloneDecision> foresee(const Context& context, const Request& request) {
  if (auto free = check_not_held(context); !free) return std::unexpected(free.error());
  return decide_here(context, request);
}

model::Result<Outcome> run(const Context& context, const Request& request) {
  const Workplace workplace = workplace_of(context);
  const auto lock = workplace.lock();
  if (!lock) return std::unexpected(lock.error());
  return run_locked(context, workplace, request);
}

model::Result<Outcome> run_locked(const Context& context, const Workplace& workplace,
                                  const Request& request) {
  if (auto free = check_not_held(context); !free) return std::unexpected(free.error());
  const auto earlier = workplace.read_journal();
  if (!earlier) return std::unexpected(earlier.error());
  if (auto done = clean_up(context, workplace, *earlier); !done)
    return std::unexpected(done.error());
  const auto decision = decide_here(context, request);
  if (!decision) return std::unexpected(decision.error());
  context.log.info("clone: {}", decision->reason);
  return carry_out(context, request, *decision);
}

}  // namespace pgmahout::act::clone
