#include "act/pause.hpp"

#include "act/journal.hpp"

namespace pgmahout::act {

model::Result<std::optional<model::Pause>> read_pause(const Context& context) {
  const auto text = context.store.read(model::kPauseRecord);
  if (!text) return std::unexpected(text.error());
  if (!*text) return std::nullopt;
  return model::parse_pause(**text);
}

bool is_paused(const Context& context) {
  const auto paused = read_pause(context);
  return paused && paused->has_value();
}

model::Result<bool> pause(const Context& context, const std::string& reason) {
  const auto before = read_pause(context);
  if (!before) return std::unexpected(before.error());
  if (*before) return false;
  const model::Pause record{.reason = reason, .since = timestamp(context.deadline.clock())};
  if (auto done = context.store.write(model::kPauseRecord, to_text(record)); !done)
    return std::unexpected(done.error());
  Journal(context, "pause").note({{"paused", reason}});
  return true;
}

model::Result<bool> resume(const Context& context) {
  const auto before = read_pause(context);
  if (!before) return std::unexpected(before.error());
  if (!*before) return false;
  if (auto done = context.store.remove(model::kPauseRecord); !done)
    return std::unexpected(done.error());
  Journal(context, "pause").note({{"resumed", (*before)->reason}});
  return true;
}

}  // namespace pgmahout::act
