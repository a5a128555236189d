#include "inventory/load.hpp"

#include <algorithm>
#include <cstdlib>
#include <tuple>

#include "inventory/bind.hpp"
#include "inventory/facts.hpp"
#include "inventory/home.hpp"
#include "inventory/hosts.hpp"
#include "inventory/rules.hpp"
#include "settings/derived.hpp"

namespace pgmahout::inventory {

namespace {

constexpr const char* kNodeGroup = "postgres";
// Far more than a cluster may have: what is above gets no further look.
constexpr std::size_t kMostHosts = 100;

void refuse_empty(const LoadOptions& options, Diagnostics& diagnostics) {
  diagnostics.errors.push_back({.kind = model::ErrorKind::invalid,
                                .what = "there are no hosts in the group postgres",
                                .hint = "the nodes of the cluster are the hosts of that group",
                                .where = model::SourcePosition{options.inventory.string()}});
}

void choose_primary(Bound& bound) {
  auto& nodes = bound.cluster.nodes;
  if (std::ranges::any_of(nodes, &model::Node::initial_primary)) return;
  const auto first = std::ranges::find(nodes, 0, &model::Node::id);
  // A node that was explicitly made a standby stays one; the rule about primaries speaks up.
  if (first != nodes.end() && !bound.places.contains({"pgmahout_role", first->name}))
    first->initial_primary = true;
}

void complete(Bound& bound) {
  model::Cluster& cluster = bound.cluster;
  cluster.known_hosts_file = expand_home(cluster.known_hosts_file).string();
  for (auto& node : cluster.nodes)
    if (!node.ssh_private_key_file.empty())
      node.ssh_private_key_file = expand_home(node.ssh_private_key_file).string();
  if (cluster.postgresql.max_connections == 0)
    cluster.postgresql.max_connections = settings::derived_max_connections(cluster);
  choose_primary(bound);
}

Vault vault_of(const LoadOptions& options) {
  if (options.vault_password) return Vault(*options.vault_password);
  return Vault(vault_password_file(options));
}

// In the order of the files, as a person goes through them.
std::unexpected<model::Errors> sorted(model::Errors errors) {
  std::ranges::sort(errors, {}, [](const model::Error& error) {
    const auto where = error.where.value_or(model::SourcePosition{});
    return std::tuple(where.file, where.line, where.column, error.what);
  });
  return std::unexpected(std::move(errors));
}

}  // namespace

std::optional<std::filesystem::path> vault_password_file(const LoadOptions& options) {
  if (options.vault_password_file) return options.vault_password_file;
  if (const char* named = std::getenv("ANSIBLE_VAULT_PASSWORD_FILE");
      named != nullptr && *named != '\0')
    return std::nullopt;
  std::error_code failure;
  const auto folder = std::filesystem::is_directory(options.inventory, failure)
                          ? options.inventory
                          : options.inventory.parent_path();
  auto file = folder / ".vault-password";
  if (std::filesystem::is_regular_file(file, failure)) return file;
  return std::nullopt;
}

std::expected<Loaded, model::Errors> load(const LoadOptions& options) {
  Diagnostics diagnostics;
  const Vault vault = vault_of(options);
  const auto hosts =
      read_hosts({.inventory = options.inventory, .group = kNodeGroup, .most = kMostHosts}, vault,
                 diagnostics);
  if (!diagnostics.errors.empty()) return sorted(std::move(diagnostics.errors));
  if (hosts.empty()) refuse_empty(options, diagnostics);
  Bound bound = bind(hosts, vault, diagnostics);
  if (options.facts) add_facts(*options.facts, bound.cluster, diagnostics);
  complete(bound);
  if (!hosts.empty()) check_rules(bound, diagnostics);
  if (!diagnostics.errors.empty()) return sorted(std::move(diagnostics.errors));
  std::ranges::sort(bound.cluster.nodes, {}, &model::Node::id);
  return Loaded{std::move(bound.cluster), std::move(diagnostics.warnings)};
}

std::expected<model::Cluster, model::Errors> load_cluster(const LoadOptions& options) {
  auto loaded = load(options);
  if (!loaded) return std::unexpected(std::move(loaded.error()));
  return std::move(loaded->cluster);
}

}  // namespace pgmahout::inventory
