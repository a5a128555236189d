#include "act/guard/heal.hpp"

#include "act/guard/look_all_the_time.hpp"
#include "act/guard/mender.hpp"
#include "act/guard/resync.hpp"
#include "act/guard/retrier.hpp"
#include "act/guard/session_watch.hpp"

namespace pgmahout::act {

namespace {

constexpr ports::Duration kBetweenLooks{1000};
constexpr ports::Duration kBetweenComparing{5000};
constexpr ports::Duration kBetweenSessions{2000};

}  // namespace

// Several of them, for copying a node afresh takes hours, and the others may need this one
// meanwhile.
model::Result<void> heal(const Context& context) {
  Mender mender(context);
  Retrier retrier(context);
  Resync resync(context);
  SessionWatch sessions(context);
  context.log.info("looking after {}", context.self.name);
  context.crew.run({[&] { look_all_the_time(mender, context.deadline, kBetweenLooks); },
                    [&] { look_all_the_time(retrier, context.deadline, kBetweenLooks); },
                    [&] { look_all_the_time(resync, context.deadline, kBetweenComparing); },
                    [&] { look_all_the_time(sessions, context.deadline, kBetweenSessions); }});
  return {};
}

}  // namespace pgmahout::act
