#include "act/repoint.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <vector>

#include "act/conninfo.hpp"

namespace pgmahout::act {

namespace {

// As an array's text; a slot's name has no character that would need quoting (slot.c).
std::string slots_of_all_but(const Context& context, const std::string& name) {
  std::vector<std::string> slots;
  for (const auto& node : context.cluster.nodes)
    if (node.name != name) slots.push_back(node.slot_name);
  return fmt::format("{{{}}}", fmt::join(slots, ","));
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

// A slot in use serves somebody already; one whose WAL is gone serves nobody any more. All of it
// over one connection, for clients wait meanwhile.
model::Result<void> make_peer_slots(const Context& context, const model::Node& primary) {
  const std::string peers = slots_of_all_but(context, primary.name);
  const std::array<ports::Query, 2> queries{
      {{"SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
        " WHERE slot_name = $1 OR (slot_name = ANY($2::name[]) AND NOT active AND"
        "       (restart_lsn IS NULL OR wal_status IN ('lost', 'unreserved')))",
        {primary.slot_name, peers}},
       {"SELECT pg_create_physical_replication_slot(name, true) FROM unnest($1::name[]) AS name"
        " WHERE name NOT IN (SELECT slot_name FROM pg_replication_slots)",
        {peers}}}};
  const auto done = context.sql.run(superuser_at(context, primary), queries, context.deadline);
  if (!done) return std::unexpected(done.error());
  return {};
}

model::Result<void> drop_peer_slots(const Context& context) {
  const auto done = ports::query(context.sql, local_superuser(context),
                                 {"SELECT pg_drop_replication_slot(slot_name)"
                                  " FROM pg_replication_slots"
                                  " WHERE NOT active AND slot_name = ANY($1::name[])"
                                  "   AND EXISTS (SELECT FROM pg_stat_wal_receiver)",
                                  {slots_of_all_but(context, context.self.name)}},
                                 context.deadline);
  if (!done) return std::unexpected(done.error());
  return {};
}

}  // namespace pgmahout::act
