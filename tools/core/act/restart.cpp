#include "act/restart.hpp"

#include "act/fence.hpp"
#include "act/journal.hpp"
#include "act/streaming.hpp"
#include "observe/server.hpp"
#include "observe/standby_limits.hpp"

namespace pgmahout::act {

namespace {

constexpr ports::Duration kToAsk{3000};
constexpr ports::Duration kToStop{60000};
constexpr ports::Duration kToStart{120000};

model::Result<void> check_not_fenced(const Context& context) {
  const auto fence = read_fence(context);
  if (!fence) return std::unexpected(fence.error());
  if (!*fence) return {};
  return std::unexpected(model::Error{.kind = model::ErrorKind::refused,
                                      .what = "it is fenced: " + (*fence)->reason,
                                      .node = context.self.name,
                                      .hint = "see pgmahout status"});
}

// Whoever restarts a primary breaks off every session for longer than a switchover does.
model::Result<void> check_is_standby(const Context& context) {
  if (!context.server.postmaster() && context.server.has_standby_signal()) return {};
  const auto state =
      observe::ask_server(context.sql, local_superuser(context), context.deadline.within(kToAsk));
  if (!state) return std::unexpected(state.error());
  if (state->in_recovery) return {};
  return std::unexpected(model::Error{.kind = model::ErrorKind::refused,
                                      .what = "it accepts writes",
                                      .node = context.self.name,
                                      .hint = "a switchover restarts the old primary"});
}

// It would be down then, and no start would help before the primary has less.
model::Result<void> check_it_would_start(const Context& context, const model::Node& primary) {
  if (!context.server.postmaster()) return {};
  const auto lower = observe::lower_than_the_primarys(context.sql, local_superuser(context),
                                                      superuser_at(context, primary),
                                                      context.deadline.within(kToAsk));
  if (!lower) return std::unexpected(lower.error());
  if (lower->empty()) return {};
  return std::unexpected(
      model::Error{.kind = model::ErrorKind::refused,
                   .what = "it would not start again: " + lower->front(),
                   .node = context.self.name,
                   .hint = "a lower value goes to the primary first: ansible-playbook site.yml -e "
                           "pgmahout_restart_primary=true"});
}

model::Result<void> start_and_follow(const Context& context, const model::Node& primary) {
  if (auto done = context.server.start(context.deadline); !done) return done;
  return wait_until_streaming(context, context.self, primary);
}

}  // namespace

model::Result<void> restart_standby(const Context& context, const model::Node& primary) {
  if (auto may = check_not_fenced(context); !may) return may;
  if (auto may = check_is_standby(context); !may) return may;
  if (auto may = check_it_would_start(context, primary); !may) return may;
  Journal(context, "restart").note({{"primary", primary.name}});
  Context steady = context;
  steady.deadline = ports::Deadline(context.deadline.clock(), kToStop + kToStart);
  if (auto done = context.server.stop(ports::StopMode::orderly, steady.deadline.within(kToStop));
      !done)
    return done;
  auto done = start_and_follow(steady, primary);
  if (!done && done.error().kind == model::ErrorKind::failed)
    done.error().kind = model::ErrorKind::incomplete;
  return done;
}

}  // namespace pgmahout::act
