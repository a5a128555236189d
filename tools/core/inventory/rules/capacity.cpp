#include <fmt/format.h>

#include <array>
#include <charconv>

#include "inventory/rules/rules.hpp"
#include "settings/derived.hpp"

namespace pgmahout::inventory::rules {

namespace {

constexpr std::array<std::string_view, 6> kConnections{
    "pgmahout_max_connections",     "pgmahout_num_init_children", "pgmahout_max_pool",
    "pgmahout_postgresql_settings", "pgmahout_pgpool_settings",   "pgmahout_node_id"};
constexpr std::array<std::string_view, 2> kSenders{"pgmahout_max_wal_senders",
                                                   "pgmahout_postgresql_settings"};
constexpr std::array<std::string_view, 2> kSlots{"pgmahout_max_replication_slots",
                                                 "pgmahout_postgresql_settings"};

// PostgreSQL's own default of superuser_reserved_connections.
constexpr std::int64_t kReservedForSuperuser = 3;

// What the user's own parameters say, or else the given value.
std::int64_t effective(const model::Parameters& parameters, const std::string& name,
                       std::int64_t otherwise) {
  const auto found = parameters.find(name);
  if (found == parameters.end()) return otherwise;
  std::int64_t number = 0;
  const char* end = found->second.data() + found->second.size();
  const auto parsed = std::from_chars(found->second.data(), end, number);
  return parsed.ec == std::errc{} && parsed.ptr == end ? number : otherwise;
}

void enough_connections(const RuleContext& context) {
  model::Cluster cluster = context.cluster();
  const auto& own = cluster.postgresql.settings;
  cluster.pgpool.num_init_children = static_cast<int>(
      effective(cluster.pgpool.settings, "num_init_children", cluster.pgpool.num_init_children));
  cluster.pgpool.max_pool =
      static_cast<int>(effective(cluster.pgpool.settings, "max_pool", cluster.pgpool.max_pool));
  const std::int64_t limit = effective(own, "max_connections", cluster.postgresql.max_connections);
  const std::int64_t reserved =
      effective(own, "superuser_reserved_connections", kReservedForSuperuser) +
      effective(own, "reserved_connections", 0);
  const std::int64_t needed = settings::pool_connections(cluster);
  if (needed <= limit - reserved) return;
  context.refuse(
      fmt::format("{} nodes x {} (num_init_children) x {} (max_pool) = {} connections do not fit "
                  "into {} (max_connections) - {} (reserved)",
                  cluster.nodes.size(), cluster.pgpool.num_init_children, cluster.pgpool.max_pool,
                  needed, limit, reserved),
      fmt::format("take pgmahout_max_connections out, raise it to {}, or lower the pools",
                  settings::derived_max_connections(cluster)));
}

void enough_senders(const RuleContext& context) {
  const auto& postgresql = context.cluster().postgresql;
  const std::int64_t limit =
      effective(postgresql.settings, "max_wal_senders", postgresql.max_wal_senders);
  const auto needed = 2 * (static_cast<std::int64_t>(context.cluster().nodes.size()) - 1);
  if (limit < needed)
    context.refuse(fmt::format("{} are too few: {} standbys that are cloned at the same time take "
                               "two each",
                               limit, needed / 2),
                   fmt::format("raise it to {} or more", needed));
}

void enough_slots(const RuleContext& context) {
  const auto& postgresql = context.cluster().postgresql;
  const std::int64_t limit =
      effective(postgresql.settings, "max_replication_slots", postgresql.max_replication_slots);
  const auto needed = static_cast<std::int64_t>(context.cluster().nodes.size()) - 1;
  if (limit < needed)
    context.refuse(
        fmt::format("{} are too few: the primary holds a slot for each of {} other nodes", limit,
                    needed),
        fmt::format("raise it to {} or more", needed));
}

constexpr std::array<Rule, 3> kCapacityRules{{
    {"enough-connections",
     "nodes x num_init_children x max_pool fits into max_connections less "
     "the reserved ones: otherwise full pools lock the health checks out, "
     "and a busy primary looks dead.",
     kConnections, enough_connections},
    {"enough-senders",
     "max_wal_senders is twice the number of standbys, as many as they take "
     "while all are cloned.",
     kSenders, enough_senders},
    {"enough-slots", "max_replication_slots is at least the number of standbys.", kSlots,
     enough_slots},
}};

}  // namespace

std::span<const Rule> capacity_rules() { return kCapacityRules; }

}  // namespace pgmahout::inventory::rules
