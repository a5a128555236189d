#include "act/guard/restarter.hpp"

#include "act/fence.hpp"
#include "act/guard/primary_record.hpp"
#include "act/journal.hpp"
#include "act/pcp.hpp"

namespace pgmahout::act {

namespace {

using decide::CrashAction;

constexpr ports::Duration kToComeUp{300000};
constexpr ports::Duration kToAskSystemd{3000};
// A server that somebody stopped is looked at again this often, one in change more often.
constexpr ports::Duration kStopped{500};
constexpr ports::Duration kChanging{50};
// By then Pgpool-II has replaced a node that it was told to detach, or will not.
constexpr ports::Duration kToBeReplaced{20000};

bool ran_as_primary(const Context& context, const model::ControlData& control) {
  const auto record = read_primary_record(context);
  return record && *record && was_primary(**record, control, context.server.is_fresh_copy());
}

bool has_room(const Context& context, const model::ControlData& control) {
  const auto free = context.server.free_bytes();
  return !free || *free >= control.wal_segment_bytes;
}

}  // namespace

void Restarter::look() {
  if (context_.server.postmaster()) {
    handed_over_.reset();
    back_off_.reset();
    return;
  }
  if (now() < next_look_) return;
  if (const auto asked = question()) act_on(decide::decide_crash(*asked));
}

std::optional<decide::CrashQuestion> Restarter::question() {
  const Context bounded = within(context_, kToAskSystemd);
  const auto service = bounded.server.service_state(bounded.deadline);
  const bool changing = !service || *service == model::ServiceState::running ||
                        *service == model::ServiceState::changing;
  next_look_ = now() + (changing ? kChanging : kStopped);
  if (changing) return std::nullopt;
  const auto fence = read_fence(bounded);
  if (!fence) return std::nullopt;
  const auto control = bounded.server.control_data(bounded.deadline);
  return decide::CrashQuestion{
      .service = *service,
      .fenced = *fence && !(*fence)->isolated,
      .isolated = *fence && (*fence)->isolated,
      .was_primary = control && ran_as_primary(bounded, *control),
      .restart_first = context_.cluster.restart_first,
      .has_room = !control || has_room(bounded, *control),
      .handed_over = handed_over_ && now() - *handed_over_ > kToBeReplaced};
}

void Restarter::act_on(const decide::CrashDecision& decision) {
  if (decision.action == CrashAction::start) {
    context_.log.warn("{}: it is started", decision.reason);
    start();
  } else if (decision.action == CrashAction::hand_over && !handed_over_) {
    context_.log.warn("{}", decision.reason);
    hand_over();
  }
}

void Restarter::start() {
  const auto done = context_.server.start(context_.deadline.within(kToComeUp));
  const Journal journal(context_, "guard");
  if (done && context_.server.postmaster()) {
    journal.note({{"started", "it had ended by itself"}});
    return;
  }
  const auto pause = back_off_.failed(now());
  next_look_ = now() + pause;
  context_.log.error("not started, tried again in {} ms: {}", pause.count(),
                     done ? "it ended at once" : to_string(done.error()));
}

// The watchdog needs no votes for a node that is detached on purpose.
void Restarter::hand_over() {
  handed_over_ = now();
  const auto told = pcp(context_, "pcp_detach_node", {"-n", std::to_string(context_.self.id)});
  if (!told) {
    // Its health checks find out, or it is started after all.
    context_.log.error("Pgpool-II is not told: {}", to_string(told.error()));
  }
}

}  // namespace pgmahout::act
