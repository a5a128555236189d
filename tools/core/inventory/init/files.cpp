#include "inventory/init/files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "model/lower_case.hpp"

namespace pgmahout::inventory {

namespace {

bool is_letter(char character) { return std::isalpha(static_cast<unsigned char>(character)) != 0; }
bool is_decimal(char character) { return std::isdigit(static_cast<unsigned char>(character)) != 0; }

// A word that YAML 1.1 reads as a boolean or as nothing, whose letters' case does not matter.
bool means_something_to_yaml(std::string_view text) {
  constexpr std::array<std::string_view, 9> kWords{"y",   "n",    "yes",   "no",  "on",
                                                   "off", "true", "false", "null"};
  return std::ranges::find(kWords, model::lower_case(text)) != kWords.end();
}

bool is_plain_word(const std::string& text) {
  const auto allowed = [](char c) {
    return is_letter(c) || is_decimal(c) || c == '_' || c == '-' || c == '.';
  };
  return !text.empty() && is_letter(text.front()) && std::ranges::all_of(text, allowed) &&
         !means_something_to_yaml(text);
}

// 10.0.0.180 and 10.0.0.0/24: with more than one point it is no number.
bool is_dotted(const std::string& text) {
  return std::ranges::count(text, '.') == 3 &&
         std::ranges::all_of(text, [](char c) { return is_decimal(c) || c == '.' || c == '/'; });
}

std::string hosts_text(const model::NewInventory& inventory) {
  std::string text =
      "---\n"
      "# Who there is. Every host of the group postgres runs PostgreSQL and\n"
      "# Pgpool-II. pgmahout_role says who is primary when the cluster is first\n"
      "# made, and nothing afterwards. A node keeps its pgmahout_node_id until\n"
      "# another one leaves.\n"
      "postgres:\n"
      "  hosts:\n";
  int id = 0;
  for (const auto& node : inventory.nodes) {
    text += fmt::format("    {}:\n      ansible_host: {}\n      pgmahout_node_id: {}\n",
                        yaml_text(node.name), yaml_text(node.address), id);
    if (id == 0) text += "      pgmahout_role: primary\n";
    ++id;
  }
  return text;
}

std::string connection_text(const model::NewInventory& inventory) {
  return fmt::format(
      "---\n"
      "# A user who may use sudo without a password. Log in to each host once with\n"
      "# ssh, or fill ~/.ssh/known_hosts from your own records: unknown host keys\n"
      "# are refused.\n"
      "ansible_user: {}\n",
      yaml_text(inventory.ssh_user));
}

std::string network_text(const model::NewInventory& inventory) {
  return fmt::format(
      "---\n"
      "# The network of the nodes' addresses and the virtual one: who may connect\n"
      "# follows from it. The virtual address is what clients connect to. It must be\n"
      "# free, outside of any DHCP range, and known to a firewall that filters\n"
      "# addresses.\n"
      "pgmahout_network: {}\n"
      "pgmahout_vip: {}\n",
      yaml_text(inventory.network), yaml_text(inventory.vip));
}

std::string versions_text(const model::NewInventory& inventory) {
  return fmt::format(
      "---\n"
      "# Packages of the PostgreSQL project. Pgpool-II must be the version that is\n"
      "# really installed.\n"
      "pgmahout_repository: pgdg\n"
      "pgmahout_postgresql_version: {}\n"
      "pgmahout_pgpool_version: \"4.7\"\n",
      inventory.postgresql_version);
}

// Whoever wants no confirmations wants this too: a failover that insisted on their proof would
// never happen, and the rules refuse that.
constexpr const char* kDurabilityText =
    "# Without confirmations nothing proves that no commit is lost: a failover\n"
    "# promotes all the same, and says what may be.\n"
    "pgmahout_durability: preferred\n";

std::string failover_text(const model::NewInventory& inventory) {
  return fmt::format(
      "---\n"
      "# The cluster's name in messages.\n"
      "pgmahout_cluster_name: {}\n"
      "# How soon a silent node is given up. fast: for machines that never pause;\n"
      "# balanced; safe: rides out live migrations and snapshots.\n"
      "pgmahout_failover_profile: {}\n"
      "# Who confirms a commit before the client hears of it. quorum: any other\n"
      "# node; priority: the first other node; off: nobody, and a failover may then\n"
      "# lose commits.\n"
      "pgmahout_synchronous: {}\n{}",
      yaml_text(inventory.cluster_name), inventory.profile, yaml_text(inventory.synchronous),
      inventory.synchronous == "off" ? kDurabilityText : "");
}

constexpr const char* kDatabasesText =
    "---\n"
    "# What the cluster is for. Passwords of users belong into the vault, by\n"
    "# reference:\n"
    "#\n"
    "# pgmahout_users:\n"
    "#   - name: app\n"
    "#     password: \"{{ vault_app_password }}\"\n"
    "# pgmahout_databases:\n"
    "#   - name: app\n"
    "#     owner: app\n"
    "# pgmahout_extensions:\n"
    "#   - name: pg_stat_statements\n"
    "#     database: app\n"
    "pgmahout_databases: []\n";

}  // namespace

std::string yaml_text(const std::string& text) {
  if (is_plain_word(text) || is_dotted(text)) return text;
  std::string quoted = "\"";
  for (const char character : text) {
    if (character == '"' || character == '\\') quoted += '\\';
    quoted += character;
  }
  return quoted + "\"";
}

std::vector<NewFile> open_files(const model::NewInventory& inventory) {
  const std::string group = "group_vars/postgres/";
  return {{"hosts.yml", hosts_text(inventory)},
          {group + "connection.yml", connection_text(inventory)},
          {group + "databases.yml", kDatabasesText},
          {group + "failover.yml", failover_text(inventory)},
          {group + "network.yml", network_text(inventory)},
          {group + "versions.yml", versions_text(inventory)}};
}

}  // namespace pgmahout::inventory
