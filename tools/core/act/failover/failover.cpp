#include "act/failover/failover.hpp"

#include "act/failover/run.hpp"

namespace pgmahout::act {

model::Result<void> failover(const Context& context, const decide::PgpoolCall& call) {
  const auto timers = settings::effective_timers(context.cluster);
  if (!timers) return std::unexpected(timers.error());
  return FailoverRun(context, call, *timers).go();
}

}  // namespace pgmahout::act
