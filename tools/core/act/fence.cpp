#include "act/fence.hpp"

#include "act/journal.hpp"

namespace pgmahout::act {

namespace {

model::Result<void> write_record(const Context& context, Fence fence) {
  fence.since = timestamp(context.deadline.clock());
  return context.store.write(model::kFenceRecord, to_text(fence));
}

model::Result<void> stop(const Context& context, ports::StopMode mode) {
  if (mode == ports::StopMode::orderly) {
    const auto done =
        context.server.stop(mode, context.deadline.within(context.deadline.remaining() / 2));
    if (done && !context.server.postmaster()) return {};
    context.log.warn("it is not stopped in order: {}", done ? "it runs on" : done.error().what);
  }
  return context.server.stop(ports::StopMode::immediate, context.deadline);
}

// Only a primary that was shut down in order ends where its last checkpoint record is.
std::optional<model::WalPosition> end_of_wal(const Context& context) {
  const auto control = context.server.control_data(context.deadline);
  if (!control || !control->shut_down) return std::nullopt;
  return control->checkpoint;
}

}  // namespace

model::Result<FenceOutcome> fence(const Context& context, const Fence& fence,
                                  ports::StopMode mode) {
  FenceOutcome outcome{.was_running = context.server.postmaster().has_value()};
  if (auto done = write_record(context, fence); !done) {
    // A full disk must not leave a second primary running: it is stopped all the same.
    context.log.error("the fence is not durable: {}", done.error().what);
    if (auto stopped = context.server.stop(ports::StopMode::immediate, context.deadline); !stopped)
      return std::unexpected(stopped.error());
    return std::unexpected(done.error());
  }
  if (auto done = context.server.set_standby_signal(true); !done)
    context.log.error("no standby.signal: {}", done.error().what);
  if (auto done = stop(context, mode); !done) return std::unexpected(done.error());
  outcome.end = end_of_wal(context);
  return outcome;
}

model::Result<std::optional<Fence>> read_fence(const Context& context) {
  const auto text = context.store.read(model::kFenceRecord);
  if (!text) return std::unexpected(text.error());
  if (!*text) return std::nullopt;
  return model::parse_fence(**text);
}

model::Result<void> unfence(const Context& context) {
  return context.store.remove(model::kFenceRecord);
}

}  // namespace pgmahout::act
