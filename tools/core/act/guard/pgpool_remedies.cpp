#include "act/guard/pgpool_remedies.hpp"

#include <algorithm>

#include "act/attach.hpp"
#include "act/journal.hpp"
#include "act/pcp.hpp"

namespace pgmahout::act {

namespace {

constexpr ports::Duration kToDetachAndAttach{6000};

// A primary that Pgpool-II calls down, as its status file may after a restart, it never looks at:
// attached, it is looked at as soon as it is up. Else one of the standbys that it calls up.
const model::BackendBelief* to_attach(const model::Beliefs& beliefs, int primary_id) {
  const auto primary = std::ranges::find(beliefs, primary_id, &model::BackendBelief::id);
  if (primary != beliefs.end() && !primary->up) return &*primary;
  const auto standby = std::ranges::find_if(
      beliefs, [&](const auto& each) { return each.up && each.id != primary_id; });
  return standby == beliefs.end() ? nullptr : &*standby;
}

}  // namespace

void attach_anew(const Context& context, int primary_id, const model::Beliefs& beliefs) {
  const auto* chosen = to_attach(beliefs, primary_id);
  if (chosen == nullptr) return;
  const auto& node = context.cluster.nodes.at(static_cast<std::size_t>(chosen->id));
  const Context bounded = within(context, kToDetachAndAttach);
  if (chosen->up) {
    const auto detached = pcp(bounded, "pcp_detach_node", {"-n", std::to_string(node.id)});
    if (!detached) context.log.warn("{}", to_string(detached.error()));
  }
  if (const auto done = attach(bounded, node); !done)
    context.log.warn("{}", to_string(done.error()));
}

void start_pgpool_anew(const Context& context, const std::string& reason) {
  context.log.error("{}: Pgpool-II is killed, to be started anew", reason);
  const Journal journal(context, "guard");
  journal.note({{"killed", "Pgpool-II"}, {"reason", reason}});
  if (const auto done = context.pgpool.end(); !done)
    context.log.error("{}", to_string(done.error()));
}

}  // namespace pgmahout::act
