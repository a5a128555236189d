#include "act/fence.hpp"

#include "act/guard/primary_record.hpp"
#include "act/journal.hpp"
#include "model/json.hpp"
#include "observe/server.hpp"

namespace pgmahout::act {

namespace {

constexpr ports::Duration kToAskServer{3000};

bool is_kept_down(const std::optional<std::string>& record) {
  return record && model::parse_fence(*record).keeps_down();
}

bool is_held(const std::optional<std::string>& record) {
  return record && model::parse_fence(*record).held;
}

// Whether it was fenced already, and not because it was cut off. Of two who fence it at once only
// one may hear that it was not: where it ended proves that nothing is lost once, not twice. One
// that fences itself because it is cut off takes no other's fence away: it would be let up again
// beside the one that took its place.
model::Result<bool> write_record(const Context& context, Fence fence) {
  const auto standing = context.store.read(model::kFenceRecord);
  if (fence.isolated && standing && is_kept_down(*standing)) return true;
  fence.held = fence.held || (standing && is_held(*standing));
  fence.since = timestamp(context.deadline.clock());
  const auto before = context.store.exchange(model::kFenceRecord, to_text(fence));
  if (!before) return std::unexpected(before.error());
  if (fence.isolated && is_kept_down(*before))
    if (auto done = context.store.write(model::kFenceRecord, **before); !done)
      return std::unexpected(done.error());
  return *before && !model::parse_fence(**before).isolated;
}

// The record as it stands, if it is that operation's.
model::Result<std::optional<std::string>> fence_of(const Context& context,
                                                   const std::string& operation) {
  auto record = context.store.read(model::kFenceRecord);
  if (!record || !*record || operation.empty()) return record;
  if (model::parse_fence(**record).operation != operation) return std::nullopt;
  return record;
}

// sudo, systemctl and what the unit calls take as long as the stop itself: it begins before them.
model::Result<void> stop(const Context& context, ports::StopMode mode) {
  if (mode == ports::StopMode::orderly) {
    context.server.ask_to_stop();
    const auto done =
        context.server.stop(mode, context.deadline.within(context.deadline.remaining() / 2));
    if (done && !context.server.postmaster()) return {};
    context.log.warn("it is not stopped in order: {}", done ? "it runs on" : done.error().what);
  }
  return context.server.stop(ports::StopMode::immediate, context.deadline);
}

// Its gate must know what it was when it is let back, and its guard may never have noted it.
void note_former_primary(const Context& context, const model::ControlData& control) {
  if (control.was_standby || context.server.is_fresh_copy()) return;
  const auto armed = arm_primary(context, {control.system_identifier, control.timeline()});
  if (!armed) context.log.error("not noted as former primary: {}", armed.error().what);
}

}  // namespace

FenceOutcome outcome_from_json(const nlohmann::json& answer) {
  FenceOutcome outcome{.was_running = model::field(answer, "was_running", false),
                       .was_fenced = model::field(answer, "was_fenced", true)};
  const auto timeline = model::field<std::uint32_t>(answer, "end_timeline", 0);
  const auto lsn = model::parse_lsn(model::field<std::string>(answer, "end_lsn", ""));
  if (timeline != 0 && lsn) outcome.end = {{timeline}, *lsn};
  return outcome;
}

model::Result<FenceOutcome> fence(const Context& context, const Fence& fence,
                                  ports::StopMode mode) {
  FenceOutcome outcome{.was_running = context.server.postmaster().has_value()};
  const auto was_fenced = write_record(context, fence);
  if (was_fenced) outcome.was_fenced = *was_fenced;
  if (!was_fenced) {
    context.log.error("the fence is not durable: {}", was_fenced.error().what);
    // Whoever stops it in order can still leave it what it is. In a hurry a full disk must not
    // leave a second primary running: it is stopped all the same.
    if (mode == ports::StopMode::orderly) return std::unexpected(was_fenced.error());
    if (auto marked = context.server.set_standby_signal(true); !marked)
      context.log.error("no standby.signal: {}", marked.error().what);
    if (auto stopped = context.server.stop(ports::StopMode::immediate, context.deadline); !stopped)
      return std::unexpected(stopped.error());
    return std::unexpected(was_fenced.error());
  }
  if (auto done = context.server.set_standby_signal(true); !done)
    context.log.error("no standby.signal: {}", done.error().what);
  if (auto done = stop(context, mode); !done) return std::unexpected(done.error());
  const auto control = context.server.control_data(context.deadline);
  if (!control) return outcome;
  note_former_primary(context, *control);
  // Only a primary that was shut down in order ends where its last checkpoint record is.
  if (control->shut_down) outcome.end = control->checkpoint;
  return outcome;
}

// It was a standby when the person looked, and may have been promoted since.
model::Result<void> hold(const Context& context, const std::string& reason) {
  const auto server = observe::ask_server(context.sql, local_superuser(context),
                                          context.deadline.within(kToAskServer));
  if (server && !server->in_recovery)
    return std::unexpected(model::Error{.kind = model::ErrorKind::refused,
                                        .what = "it accepts writes",
                                        .node = context.self.name,
                                        .hint = "pgmahout switchover first"});
  const Journal journal(context, "fence");
  journal.note({{"held", reason}});
  const auto fenced = fence(context, {.reason = reason, .operation = journal.id(), .held = true},
                            ports::StopMode::orderly);
  if (!fenced) return std::unexpected(fenced.error());
  return {};
}

model::Result<bool> let_go(const Context& context) {
  const auto record = context.store.read(model::kFenceRecord);
  if (!record) return std::unexpected(record.error());
  if (!is_held(*record)) return false;
  Fence fence = model::parse_fence(**record);
  fence.held = false;
  const auto done = context.store.replace_if(model::kFenceRecord, **record, to_text(fence));
  if (done && *done) Journal(context, "fence").note({{"let_go", fence.reason}});
  return done;
}

model::Result<void> check_not_held(const Context& context) {
  const auto record = context.store.read(model::kFenceRecord);
  if (!record) return std::unexpected(record.error());
  if (!is_held(*record)) return {};
  return std::unexpected(model::Error{
      .kind = model::ErrorKind::refused,
      .what = context.self.name + " is held down: " + model::parse_fence(**record).reason,
      .hint = "pgmahout unfence " + context.self.name + " lets it go"});
}

model::Result<std::optional<Fence>> read_fence(const Context& context) {
  const auto text = context.store.read(model::kFenceRecord);
  if (!text) return std::unexpected(text.error());
  if (!*text) return std::nullopt;
  return model::parse_fence(**text);
}

model::Result<bool> release(const Context& context, const std::string& operation) {
  const auto record = fence_of(context, operation);
  if (!record) return std::unexpected(record.error());
  if (!*record) return false;
  Fence fence = model::parse_fence(**record);
  if (fence.released) return false;
  fence.released = true;
  return context.store.replace_if(model::kFenceRecord, **record, to_text(fence));
}

model::Result<bool> unfence_after(const Context& context, const std::string& operation) {
  const auto record = fence_of(context, operation);
  if (!record) return std::unexpected(record.error());
  if (!*record || is_held(*record)) return false;
  return context.store.remove_if(model::kFenceRecord, **record);
}

model::Result<bool> lift_answered_fence(const Context& context) {
  const auto record = context.store.read(model::kFenceRecord);
  if (!record) return std::unexpected(record.error());
  if (!*record) return true;
  if (is_kept_down(*record)) return false;
  return context.store.remove_if(model::kFenceRecord, **record);
}

model::Result<void> unfence(const Context& context) {
  return context.store.remove(model::kFenceRecord);
}

}  // namespace pgmahout::act
