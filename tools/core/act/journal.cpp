#include "act/journal.hpp"

#include <fmt/chrono.h>

#include "model/json.hpp"

namespace pgmahout::act {

std::string timestamp(std::chrono::system_clock::time_point time) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(time);
  const auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(time - whole);
  return fmt::format("{:%FT%T}.{:03}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(whole)),
                     rest.count());
}

std::string timestamp(const ports::Clock& clock) { return timestamp(clock.wall_time()); }

Journal::Journal(const Context& context, std::string operation)
    : context_(context),
      operation_(std::move(operation)),
      id_(timestamp(context.deadline.clock()) + "-" + context.self.name) {}

void Journal::note(nlohmann::json what) const {
  what["at"] = timestamp(context_.deadline.clock());
  what["operation"] = operation_;
  what["id"] = id_;
  const auto done = context_.store.append(kJournalRecord, model::to_line(what));
  if (!done) context_.log.warn("the journal was not written: {}", done.error().what);
}

}  // namespace pgmahout::act
