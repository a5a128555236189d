#include "act/slots.hpp"

#include <fmt/format.h>

namespace pgmahout::act {

namespace {

std::string text(const std::optional<std::string>& cell) { return cell.value_or(""); }

model::Result<void> run(const Context& context, const ports::SqlTarget& primary,
                        const ports::Query& query) {
  const auto rows = ports::query(context.sql, primary, query, context.deadline);
  if (!rows) return std::unexpected(rows.error());
  return {};
}

SlotState parse_slot(const ports::Row& row) {
  const std::string status = text(row.at(2));
  return {.name = text(row.at(0)),
          .reserved = text(row.at(1)) == "t",
          .lost = status == "lost" || status == "unreserved",
          .active_pid = row.at(3) ? std::stoi(*row.at(3)) : 0,
          .client_address = text(row.at(4))};
}

model::Error in_use(const SlotState& slot, const ports::SqlTarget& primary) {
  return {.kind = model::ErrorKind::refused,
          .what = fmt::format("the replication slot {} is in use by {} (WAL sender {})", slot.name,
                              slot.client_address.empty() ? "a local process" : slot.client_address,
                              slot.active_pid),
          .node = primary.node,
          .hint =
              "another machine replicates under this node's name; stop it, or give the nodes "
              "different pgmahout_slot_name"};
}

// A walsender ends only when it notices that its peer is gone, which can take wal_sender_timeout.
model::Result<std::optional<SlotState>> wait_until_free(const Context& context,
                                                        const ports::SqlTarget& primary,
                                                        const model::Node& owner) {
  constexpr ports::Duration kPatience{3000};
  constexpr ports::Duration kToEnd{10000};
  model::Result<std::optional<SlotState>> slot;
  const auto settled = [&] {
    slot = find_slot(context, primary, owner.slot_name);
    return !slot || !*slot || (*slot)->active_pid == 0;
  };
  if (ports::wait_until(settled, context.deadline.within(kPatience), ports::Duration{200}))
    return slot;
  if ((*slot)->client_address != owner.address) return std::unexpected(in_use(**slot, primary));
  const std::string pid = std::to_string((*slot)->active_pid);
  context.log.info("ending the WAL sender {} that this node's dead process left behind", pid);
  if (auto done = run(context, primary, {"SELECT pg_terminate_backend($1::int)", {pid}}); !done)
    return std::unexpected(done.error());
  if (ports::wait_until(settled, context.deadline.within(kToEnd), ports::Duration{100}))
    return slot;
  return std::unexpected(in_use(**slot, primary));
}

}  // namespace

model::Result<std::optional<SlotState>> find_slot(const Context& context,
                                                  const ports::SqlTarget& primary,
                                                  const std::string& name) {
  const auto rows = ports::query(
      context.sql, primary,
      {"SELECT slot_name, restart_lsn IS NOT NULL, wal_status, active_pid, host(client_addr)"
       "  FROM pg_replication_slots LEFT JOIN pg_stat_replication ON pid = active_pid"
       " WHERE slot_name = $1",
       {name}},
      context.deadline);
  if (!rows) return std::unexpected(rows.error());
  if (rows->rows.empty()) return std::nullopt;
  return parse_slot(rows->rows.front());
}

model::Result<void> make_slot(const Context& context, const ports::SqlTarget& primary,
                              const std::string& name) {
  return run(context, primary, {"SELECT pg_create_physical_replication_slot($1, true)", {name}});
}

model::Result<void> drop_slot(const Context& context, const ports::SqlTarget& primary,
                              const std::string& name) {
  return run(context, primary,
             {"SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
              " WHERE slot_name = $1",
              {name}});
}

model::Result<bool> ensure_slot(const Context& context, const ports::SqlTarget& primary,
                                const model::Node& owner) {
  const auto slot = wait_until_free(context, primary, owner);
  if (!slot) return std::unexpected(slot.error());
  if (*slot && (*slot)->reserved && !(*slot)->lost) return false;
  if (*slot)
    if (auto done = drop_slot(context, primary, owner.slot_name); !done)
      return std::unexpected(done.error());
  if (auto done = make_slot(context, primary, owner.slot_name); !done)
    return std::unexpected(done.error());
  return !slot->has_value();
}

}  // namespace pgmahout::act
