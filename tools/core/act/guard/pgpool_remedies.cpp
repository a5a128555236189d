#include "act/guard/pgpool_remedies.hpp"

#include <algorithm>

#include "act/attach.hpp"
#include "act/guard/pgpool_process.hpp"
#include "act/journal.hpp"
#include "act/pcp.hpp"

namespace pgmahout::act {

namespace {

constexpr ports::Duration kToDetachAndAttach{6000};

}  // namespace

void attach_anew(const Context& context, int primary_id, const model::Beliefs& beliefs) {
  const auto standby = std::ranges::find_if(
      beliefs, [&](const auto& backend) { return backend.up && backend.id != primary_id; });
  if (standby == beliefs.end()) return;
  const auto& node = context.cluster.nodes.at(static_cast<std::size_t>(standby->id));
  const Context bounded = within(context, kToDetachAndAttach);
  const auto detached = pcp(bounded, "pcp_detach_node", {"-n", std::to_string(node.id)});
  if (!detached) context.log.warn("{}", to_string(detached.error()));
  if (const auto done = attach(bounded, node); !done)
    context.log.warn("{}", to_string(done.error()));
}

void start_pgpool_anew(const Context& context, const std::string& reason) {
  context.log.error("{}: Pgpool-II is killed, to be started anew", reason);
  const Journal journal(context, "guard");
  journal.note({{"killed", "Pgpool-II"}, {"reason", reason}});
  if (const auto done = end_pgpool(context); !done)
    context.log.error("{}", to_string(done.error()));
}

}  // namespace pgmahout::act
