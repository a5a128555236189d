#include "model/description.hpp"

#include <algorithm>
#include <stdexcept>

#include "model/json.hpp"
#include "model/names.hpp"

namespace pgmahout::model {

namespace {

using nlohmann::json;

// Grows with every change that an older node could not read.
constexpr int kFormat = 1;

json rules_to_json(const std::vector<model::HbaRule>& rules) {
  json list = json::array();
  for (const auto& rule : rules)
    list.push_back({{"type", rule.type},
                    {"database", rule.database},
                    {"user", rule.user},
                    {"address", rule.address},
                    {"method", rule.method},
                    {"options", rule.options}});
  return list;
}

json users_to_json(const std::vector<model::DatabaseUser>& users) {
  json list = json::array();
  for (const auto& user : users)
    list.push_back({{"name", user.name}, {"attributes", user.attributes}, {"groups", user.groups}});
  return list;
}

json replication_to_json(const model::Replication& replication) {
  return {{"synchronous", name_of(replication.synchronous)},
          {"confirmations", replication.confirmations},
          {"durability", name_of(replication.durability)},
          {"standbys_lost", name_of(replication.standbys_lost)}};
}

json guard_timers_to_json(const model::GuardTimers& timers) {
  return {{"fence_after_ms", timers.fence_after_ms},
          {"stop_bound_ms", timers.stop_bound_ms},
          {"promotion_wait_ms", timers.promotion_wait_ms}};
}

json postgresql_to_json(const model::Postgresql& postgresql) {
  json object{{"version", to_string(postgresql.version)},
              {"port", postgresql.port},
              {"data_directory", postgresql.data_directory},
              {"archive_directory", postgresql.archive_directory},
              {"superuser", postgresql.superuser},
              {"replication_user", postgresql.replication_user},
              {"max_connections", postgresql.max_connections},
              {"max_wal_senders", postgresql.max_wal_senders},
              {"max_replication_slots", postgresql.max_replication_slots},
              {"max_slot_wal_keep_size", postgresql.max_slot_wal_keep_size},
              {"settings", postgresql.settings},
              {"hba_rules", rules_to_json(postgresql.hba_rules)},
              {"users", users_to_json(postgresql.users)},
              {"databases", json::array()},
              {"extensions", json::array()}};
  for (const auto& database : postgresql.databases)
    object["databases"].push_back({{"name", database.name}, {"owner", database.owner}});
  for (const auto& extension : postgresql.extensions)
    object["extensions"].push_back({{"name", extension.name}, {"database", extension.database}});
  return object;
}

json pgpool_to_json(const model::Pgpool& pgpool) {
  return {{"version", to_string(pgpool.version)},
          {"port", pgpool.port},
          {"pcp_port", pgpool.pcp_port},
          {"watchdog_port", pgpool.watchdog_port},
          {"heartbeat_port", pgpool.heartbeat_port},
          {"user", pgpool.user},
          {"num_init_children", pgpool.num_init_children},
          {"max_pool", pgpool.max_pool},
          {"settings", pgpool.settings},
          {"hba_rules", rules_to_json(pgpool.hba_rules)}};
}

json node_to_json(const model::Node& node) {
  return {{"name", node.name},
          {"id", node.id},
          {"address", node.address},
          {"initial_primary", node.initial_primary},
          {"slot_name", node.slot_name},
          {"backend_weight", node.backend_weight},
          {"watchdog_priority", node.watchdog_priority},
          {"ssh_host", node.ssh_host},
          {"ssh_port", node.ssh_port},
          {"ssh_user", node.ssh_user},
          {"ssh_private_key_file", node.ssh_private_key_file},
          {"os_family", name_of(node.os_family)},
          {"os_version", node.os_version},
          {"memory_mb", node.memory_mb},
          {"interface", node.interface},
          {"ssh_host_keys", node.ssh_host_keys}};
}

std::vector<model::HbaRule> rules_from_json(const json& list) {
  std::vector<model::HbaRule> rules;
  for (const auto& rule : list)
    rules.push_back({.type = rule.at("type"),
                     .database = rule.at("database"),
                     .user = rule.at("user"),
                     .address = rule.at("address"),
                     .method = rule.at("method"),
                     .options = rule.at("options")});
  return rules;
}

model::Version version(const json& object) {
  auto parsed = model::parse_version(object.at("version"));
  if (!parsed) throw std::out_of_range(parsed.error().what);
  return *parsed;
}

model::Replication replication_from_json(const json& object) {
  return {.synchronous = value_of<model::Synchronous>(object.at("synchronous")),
          .confirmations = number<int>(object, "confirmations"),
          .durability = value_of<model::Durability>(object.at("durability")),
          .standbys_lost = value_of<model::StandbysLost>(object.at("standbys_lost"))};
}

model::GuardTimers guard_timers_from_json(const json& object) {
  return {.fence_after_ms = number<int>(object, "fence_after_ms"),
          .stop_bound_ms = number<int>(object, "stop_bound_ms"),
          .promotion_wait_ms = number<int>(object, "promotion_wait_ms")};
}

void add_contents(const json& object, model::Postgresql& postgresql) {
  for (const auto& user : object.at("users"))
    postgresql.users.push_back({.name = user.at("name"),
                                .attributes = user.at("attributes"),
                                .groups = user.at("groups")});
  for (const auto& database : object.at("databases"))
    postgresql.databases.push_back({.name = database.at("name"), .owner = database.at("owner")});
  for (const auto& extension : object.at("extensions"))
    postgresql.extensions.push_back(
        {.name = extension.at("name"), .database = extension.at("database")});
}

model::Postgresql postgresql_from_json(const json& object) {
  model::Postgresql postgresql{
      .version = version(object),
      .port = number<std::uint16_t>(object, "port"),
      .data_directory = object.at("data_directory"),
      .archive_directory = object.at("archive_directory"),
      .superuser = object.at("superuser"),
      .replication_user = object.at("replication_user"),
      .max_connections = number<int>(object, "max_connections"),
      .max_wal_senders = number<int>(object, "max_wal_senders"),
      .max_replication_slots = number<int>(object, "max_replication_slots"),
      .max_slot_wal_keep_size = object.at("max_slot_wal_keep_size"),
      .settings = object.at("settings"),
      .hba_rules = rules_from_json(object.at("hba_rules"))};
  add_contents(object, postgresql);
  return postgresql;
}

model::Pgpool pgpool_from_json(const json& object) {
  return {.version = version(object),
          .port = number<std::uint16_t>(object, "port"),
          .pcp_port = number<std::uint16_t>(object, "pcp_port"),
          .watchdog_port = number<std::uint16_t>(object, "watchdog_port"),
          .heartbeat_port = number<std::uint16_t>(object, "heartbeat_port"),
          .user = object.at("user"),
          .num_init_children = number<int>(object, "num_init_children"),
          .max_pool = number<int>(object, "max_pool"),
          .settings = object.at("settings"),
          .hba_rules = rules_from_json(object.at("hba_rules"))};
}

model::Node node_from_json(const json& object) {
  return {.name = object.at("name"),
          .id = number<int>(object, "id"),
          .address = object.at("address"),
          .initial_primary = object.at("initial_primary"),
          .slot_name = object.at("slot_name"),
          .backend_weight = object.at("backend_weight"),
          .watchdog_priority = number<int>(object, "watchdog_priority"),
          .ssh_host = object.at("ssh_host"),
          .ssh_port = number<std::uint16_t>(object, "ssh_port"),
          .ssh_user = object.at("ssh_user"),
          .ssh_private_key_file = object.at("ssh_private_key_file"),
          .os_family = value_of<model::OsFamily>(object.at("os_family")),
          .os_version = object.at("os_version"),
          .memory_mb = number<std::int64_t>(object, "memory_mb"),
          .interface = object.at("interface"),
          .ssh_host_keys = object.at("ssh_host_keys")};
}

model::Cluster cluster_from_json(const json& object) {
  if (number<int>(object, "format") != kFormat)
    throw std::out_of_range("its format is of another version of pgmahout");
  model::Cluster cluster{
      .name = object.at("name"),
      .vip = object.at("vip"),
      .network = object.at("network"),
      .network_prefix = number<int>(object, "network_prefix"),
      .vip_interface = object.at("vip_interface"),
      .failover_profile = value_of<model::FailoverProfile>(object.at("failover_profile")),
      .repository = value_of<model::Repository>(object.at("repository")),
      .firewall = object.at("firewall"),
      .known_hosts_file = object.at("known_hosts_file"),
      .replication = replication_from_json(object.at("replication")),
      .restart_first = object.at("restart_first"),
      .rejoin = value_of<model::Rejoin>(object.at("rejoin")),
      .guard_timers = guard_timers_from_json(object.at("guard_timers")),
      .postgresql = postgresql_from_json(object.at("postgresql")),
      .pgpool = pgpool_from_json(object.at("pgpool"))};
  for (const auto& node : object.at("nodes")) cluster.nodes.push_back(node_from_json(node));
  std::ranges::sort(cluster.nodes, {}, &model::Node::id);
  return cluster;
}

model::Error invalid(const std::string& why) {
  return {.kind = model::ErrorKind::invalid,
          .what = "this is no description of a cluster: " + why,
          .hint = "run site.yml again, which writes it anew"};
}

}  // namespace

json to_json(const model::Cluster& cluster) {
  json object{{"format", kFormat},
              {"name", cluster.name},
              {"vip", cluster.vip},
              {"network", cluster.network},
              {"network_prefix", cluster.network_prefix},
              {"vip_interface", cluster.vip_interface},
              {"failover_profile", name_of(cluster.failover_profile)},
              {"repository", name_of(cluster.repository)},
              {"firewall", cluster.firewall},
              {"known_hosts_file", cluster.known_hosts_file},
              {"replication", replication_to_json(cluster.replication)},
              {"restart_first", cluster.restart_first},
              {"rejoin", name_of(cluster.rejoin)},
              {"guard_timers", guard_timers_to_json(cluster.guard_timers)},
              {"postgresql", postgresql_to_json(cluster.postgresql)},
              {"pgpool", pgpool_to_json(cluster.pgpool)},
              {"nodes", json::array()}};
  for (const auto& node : cluster.nodes) object["nodes"].push_back(node_to_json(node));
  return object;
}

model::Result<model::Cluster> from_json(const json& object) {
  try {
    return cluster_from_json(object);
  } catch (const json::exception& error) {
    return std::unexpected(invalid(error.what()));
  } catch (const std::out_of_range& error) {
    return std::unexpected(invalid(error.what()));
  }
}

}  // namespace pgmahout::model
