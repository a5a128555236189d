#include "act/repoint.hpp"

#include <array>

#include "act/conninfo.hpp"
#include "act/slots.hpp"

namespace pgmahout::act {

namespace {

// A slot in use serves somebody already; one whose WAL is gone serves nobody any more.
model::Result<void> make_peer_slot(const Context& context, const ports::SqlTarget& primary,
                                   const std::string& name) {
  const auto slot = find_slot(context, primary, name);
  if (!slot) return std::unexpected(slot.error());
  const bool good = *slot && (*slot)->reserved && !(*slot)->lost;
  if (good || (*slot && (*slot)->active_pid != 0)) return {};
  if (*slot)
    if (auto done = drop_slot(context, primary, name); !done) return done;
  return make_slot(context, primary, name);
}

}  // namespace

model::Result<void> repoint(const Context& context, const model::Node& standby,
                            const model::Node& primary) {
  const std::string conninfo = primary_conninfo_of(context, standby, primary);
  const std::array<ports::Query, 4> queries{
      {{"ALTER SYSTEM SET primary_conninfo = " + ports::sql_literal(conninfo), {}},
       {"ALTER SYSTEM SET primary_slot_name = " + ports::sql_literal(standby.slot_name), {}},
       {"ALTER SYSTEM SET recovery_target_timeline = 'latest'", {}},
       {"SELECT pg_reload_conf()", {}}}};
  const auto done = context.sql.run(superuser_at(context, standby), queries, context.deadline);
  if (!done) return std::unexpected(done.error());
  return {};
}

model::Result<void> make_peer_slots(const Context& context, const model::Node& primary) {
  const auto target = superuser_at(context, primary);
  model::Result<void> result;
  for (const auto& node : context.cluster.nodes) {
    auto done = node.name == primary.name ? drop_slot(context, target, node.slot_name)
                                          : make_peer_slot(context, target, node.slot_name);
    if (!done && result) result = done;
  }
  return result;
}

model::Result<void> drop_peer_slots(const Context& context) {
  model::Result<void> result;
  for (const auto* node : peers(context)) {
    auto done = drop_slot(context, local_superuser(context), node->slot_name);
    if (!done && result) result = done;
  }
  return result;
}

}  // namespace pgmahout::act
