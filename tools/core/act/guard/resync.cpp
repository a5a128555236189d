#include "act/guard/resync.hpp"

#include "act/guard/pgpool_remedies.hpp"
#include "act/pcp.hpp"

namespace pgmahout::act {

namespace {

constexpr ports::Duration kToAskBoth{6000};
// Longer than a failover, at whose end the others are told.
constexpr ports::Duration kBeforeStartingAnew{15000};

}  // namespace

void Resync::look() {
  if (disagreeing_.look(disagrees_with_leader(), now()) < kBeforeStartingAnew) return;
  disagreeing_.restart();
  if (!restart_.is_due(now())) return;
  restart_.failed(now());
  start_pgpool_anew(context_, "it does not believe what its leader does");
}

// Who does not answer, here or there, may be in the middle of a failover.
bool Resync::disagrees_with_leader() const {
  const Context bounded = within(context_, kToAskBoth);
  const auto watchdog = ask_watchdog(bounded);
  if (!watchdog || watchdog->leader || !watchdog->quorum || watchdog->leader_host.empty())
    return false;
  const auto here = ask_beliefs(bounded);
  const auto there = ask_beliefs(bounded, watchdog->leader_host);
  return here && there && *here != *there;
}

}  // namespace pgmahout::act
