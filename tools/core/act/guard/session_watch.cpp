#include "act/guard/session_watch.hpp"

#include "act/guard/pgpool_remedies.hpp"
#include "act/look_around.hpp"
#include "act/pcp.hpp"
#include "decide/present_primary.hpp"

namespace pgmahout::act {

namespace {

constexpr ports::Duration kToOpen{4000};
constexpr ports::Duration kToAskIt{6000};
// A failover may be at work that ends it.
constexpr ports::Duration kBeforeCounting{3000};

ports::SqlTarget through_pgpool(const Context& context) {
  const auto& pgpool = context.cluster.pgpool;
  auto target = local_superuser(context);
  target.host = kHere;
  target.port = pgpool.port;
  target.user = pgpool.user;
  return target;
}

}  // namespace

void SessionWatch::look() {
  const bool wrong = miscounts();
  const auto since = miscounting_.look(wrong, now());
  if (!wrong) {
    next_.reset();
    was_told_ = false;
  }
  if (!wrong || since < kBeforeCounting || !next_.is_due(now())) return;
  next_.failed(now());
  count_anew();
}

// Whatever else a session is refused for, a password say, this would not mend.
bool SessionWatch::miscounts() const {
  const auto done = ports::query(context_.sql, through_pgpool(context_), {"SELECT 1", {}},
                                 context_.deadline.within(kToOpen));
  return !done && done.error().what.contains("unable to read message kind");
}

void SessionWatch::count_anew() {
  const auto seen = look_around(context_);
  const auto* primary = decide::present_primary(seen, context_.cluster.replication);
  const auto beliefs = ask_beliefs(within(context_, kToAskIt));
  if (primary == nullptr || !beliefs) return;
  if (was_told_)
    return start_pgpool_anew(context_, "it ends every session, attaching did not help");
  was_told_ = true;
  context_.log.error(
      "Pgpool-II ends every session, for it has miscounted its nodes: a standby is "
      "attached anew, so that it counts again");
  attach_anew(context_, primary->id, *beliefs);
}

}  // namespace pgmahout::act
