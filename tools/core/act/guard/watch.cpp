#include "act/guard/watch.hpp"

#include "act/guard/restarter.hpp"
#include "act/guard/vital_watch.hpp"

namespace pgmahout::act {

namespace {

constexpr ports::Duration kLookForLife{50};
constexpr ports::Duration kLookForContact{250};

template <typename Watcher>
void look_all_the_time(Watcher& watcher, const Context& context, ports::Duration pause) {
  const auto look = [&] {
    watcher.look();
    return false;
  };
  (void)ports::wait_until(look, context.deadline, pause);
}

}  // namespace

// Two of them, for a question to a server that hangs must not keep anybody from seeing it die.
model::Result<void> watch(const Context& context) {
  const auto timers = settings::effective_timers(context.cluster);
  if (!timers) return std::unexpected(timers.error());
  Restarter restarter(context);
  VitalWatch vital(context, *timers);
  context.log.info("watching {}", context.layout.postgresql_service);
  context.crew.run({[&] { look_all_the_time(restarter, context, kLookForLife); },
                    [&] { look_all_the_time(vital, context, kLookForContact); }});
  return {};
}

}  // namespace pgmahout::act
