#include "act/failover/by_hand.hpp"

#include "act/failover/failover.hpp"
#include "act/look_around.hpp"
#include "act/pcp.hpp"
#include "act/report_self.hpp"
#include "decide/present_primary.hpp"

namespace pgmahout::act {

namespace {

// Its failover_command finds that somebody is primary already; then it looks for that one. A
// Pgpool-II that cannot be told learns it from its guard.
void tell_pgpool(const Context& context, const model::Node& lost) {
  const auto belief = ask_belief(context, kHere, lost);
  if (!belief || !belief->up) return;
  const auto told = pcp(context, "pcp_detach_node", {"-n", std::to_string(lost.id)});
  if (!told) context.log.warn("Pgpool-II is not told: {}", to_string(told.error()));
}

model::Result<void> run_it(const Context& context, const ByHand& wish) {
  const decide::PgpoolCall call{.node_id = wish.lost.id,
                                .host = wish.lost.address,
                                .new_main_id = wish.to == nullptr ? -1 : wish.to->id,
                                .old_primary_id = wish.lost.id};
  if (!wish.allow_data_loss) return failover(context, call);
  model::Cluster relaxed = context.cluster;
  relaxed.replication.durability = model::Durability::preferred;
  const Context lenient{.cluster = relaxed,
                        .self = context.self,
                        .layout = context.layout,
                        .shell = context.shell,
                        .sql = context.sql,
                        .server = context.server,
                        .pgpool = context.pgpool,
                        .addresses = context.addresses,
                        .store = context.store,
                        .crew = context.crew,
                        .deadline = context.deadline,
                        .log = context.log};
  return failover(lenient, call);
}

}  // namespace

model::Result<ByHandOutcome> failover_by_hand(const Context& context, const ByHand& wish) {
  const auto before = last_change(context);
  if (auto done = run_it(context, wish); !done) return std::unexpected(done.error());
  const auto seen = look_around(context);
  const auto* primary = decide::present_primary(seen, context.cluster.replication, wish.lost.id);
  if (primary == nullptr)
    return std::unexpected(model::Error{
        .kind = model::ErrorKind::failed,
        .what = "nobody was promoted: there is nothing to fail over",
        .hint = "see pgmahout status: somebody may be primary already, or on the way"});
  tell_pgpool(context, wish.lost);
  auto after = last_change(context);
  if (before && after && before->at == after->at) after.reset();
  return ByHandOutcome{.primary = context.cluster.find(primary->name), .certificate = after};
}

}  // namespace pgmahout::act
