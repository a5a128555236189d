#include "act/guard/vital_watch.hpp"

#include <algorithm>

#include "act/fence.hpp"
#include "act/guard/primary_record.hpp"
#include "act/journal.hpp"
#include "act/pcp.hpp"
#include "model/heard.hpp"
#include "observe/server.hpp"

namespace pgmahout::act {

namespace {

constexpr ports::Duration kToAnswer{1000};
// A standby says how far it is every second (wal_receiver_status_interval).
constexpr ports::Duration kHeard{2000};
// A standby tries again every second (wal_retrieve_retry_interval), and its host may boot still.
constexpr ports::Duration kToBeFound{15000};

ports::Duration since(ports::TimePoint then, ports::TimePoint now) {
  return std::chrono::duration_cast<ports::Duration>(now - then);
}

}  // namespace

/// What the server said, or that it said it cannot: then without a state.
struct VitalWatch::Answer {
  std::optional<model::ServerState> state;
  std::map<std::string, std::string> replies;  ///< of its standbys
  bool commits_alone = true;                   ///< it waits for no standby
};

VitalWatch::VitalWatch(const Context& context, const settings::Timers& timers)
    : context_(context),
      patience_{.silence_ms = ports::Duration(settings::tolerated_pause(timers)).count(),
                .isolation_ms = timers.fence_after.count(),
                .to_be_found_ms = (timers.fence_after + kToBeFound).count()},
      stop_bound_(timers.stop_bound) {
  forget();
}

void VitalWatch::forget() {
  answered_ = safe_ = now();
  was_primary_ = false;
  replies_.clear();
}

void VitalWatch::look() {
  if (!context_.server.postmaster()) {
    is_found_ = false;
    return forget();
  }
  const Context bounded = within(context_, kToAnswer);
  if (const auto answer = ask(bounded)) take_in(bounded, *answer);
  if (!was_primary_) return;
  if (!decide::may_be_replaced(contact(bounded), context_.cluster.replication)) safe_ = now();
  act_on(decide::decide_vital(signs(), patience_));
}

// A connection of its own each time, since an open one is still served when the postmaster hangs.
// "Starting up" and "too many clients" are signs of life.
std::optional<VitalWatch::Answer> VitalWatch::ask(const Context& bounded) const {
  Answer answer;
  const auto session = bounded.sql.connect(local_superuser(bounded), bounded.deadline);
  const auto unless_silent = [&](const model::Error& error) {
    return error.kind == model::ErrorKind::no_answer ? std::nullopt : std::optional(answer);
  };
  if (!session) return unless_silent(session.error());
  const auto state = observe::ask_server(**session, bounded.deadline);
  const auto rows = (*session)->run({"SELECT application_name, reply_time::text"
                                     "  FROM pg_stat_replication WHERE state = 'streaming'",
                                     {}},
                                    bounded.deadline);
  const auto names = (*session)->run({"SHOW synchronous_standby_names", {}}, bounded.deadline);
  if (!state) return unless_silent(state.error());
  if (!rows) return unless_silent(rows.error());
  if (!names) return unless_silent(names.error());
  answer.state = *state;
  answer.commits_alone = names->rows.at(0).at(0).value_or("").empty();
  for (const auto& row : rows->rows)
    answer.replies[row.at(0).value_or("")] = row.at(1).value_or("");
  return answer;
}

void VitalWatch::take_in(const Context& bounded, const Answer& answer) {
  answered_ = now();
  if (!answer.state) return;
  const auto& state = *answer.state;
  if (was_primary_ == state.in_recovery) safe_ = now();
  was_primary_ = !state.in_recovery;
  if (!was_primary_) return note_heard(state);
  hear(answer);
  const auto armed = arm_primary(bounded, {state.system_identifier, state.timeline});
  if (!armed) context_.log.error("not noted as primary: {}", to_string(armed.error()));
}

// Never backwards: a clock that is set makes the last message look older than it is.
void VitalWatch::note_heard(const model::ServerState& standby) {
  const auto uptime = context_.deadline.clock().uptime();
  if (standby.heard_ms_ago)
    heard_ = std::max(heard_, uptime - ports::Duration{*standby.heard_ms_ago});
  const model::Heard heard{.written = uptime.count(),
                           .last = heard_.count(),
                           .receiving = standby.heard_ms_ago.has_value()};
  const auto done = context_.server.leave_note(model::kHeardRecord, to_text(heard));
  if (!done) context_.log.debug("{}", to_string(done.error()));
}

void VitalWatch::hear(const Answer& answer) {
  is_found_ = is_found_ || answer.commits_alone || !answer.replies.empty();
  std::erase_if(replies_, [&](const auto& old) { return !answer.replies.contains(old.first); });
  for (const auto& [name, time] : answer.replies) {
    auto& reply = replies_[name];
    if (reply.time != time) reply = {time, now()};
  }
}

// The watchdog is asked only when the standbys alone do not tell: that costs a process each time.
decide::Contact VitalWatch::contact(const Context& bounded) const {
  const auto others = peers(bounded);
  decide::Contact contact{.other_nodes = static_cast<int>(others.size())};
  for (const auto* node : others) {
    const auto reply = replies_.find(node->name);
    if (reply != replies_.end() && since(reply->second.heard, now()) < kHeard)
      ++contact.standbys_heard;
  }
  if (!decide::standbys_suffice(contact, context_.cluster.replication))
    contact.quorum = has_quorum(within(context_, kToAnswer));
  return contact;
}

decide::VitalSigns VitalWatch::signs() const {
  return {.silent_ms = since(answered_, now()).count(),
          .isolated_ms = since(safe_, now()).count(),
          .was_primary = was_primary_,
          .found = is_found_};
}

void VitalWatch::act_on(const decide::VitalDecision& decision) {
  if (decision.action == decide::VitalAction::nothing) return;
  const Context bounded = within(context_, stop_bound_);
  const Journal journal(context_, "guard");
  context_.log.error("{}: it is stopped at once", decision.reason);
  model::Result<void> done;
  if (decision.action == decide::VitalAction::end) {
    done = bounded.server.stop(ports::StopMode::immediate, bounded.deadline);
  } else {
    const auto fenced =
        fence(bounded, {.reason = decision.reason, .operation = journal.id(), .isolated = true},
              ports::StopMode::immediate);
    if (!fenced) done = std::unexpected(fenced.error());
  }
  if (!done) context_.log.critical("it may still run: {}", to_string(done.error()));
  journal.note({{"stopped", decision.reason}, {"done", done.has_value()}});
}

}  // namespace pgmahout::act
