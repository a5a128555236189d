#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "model/cluster.hpp"
#include "model/error.hpp"

namespace pgmahout::inventory {

/// What a cluster is read from.
struct LoadOptions {
  std::filesystem::path inventory;             ///< a YAML or JSON file, or a directory of them
  std::optional<std::filesystem::path> facts;  ///< what the hosts said; "-" is standard input
  std::optional<std::filesystem::path> vault_password_file;
  std::optional<model::Secret> vault_password;  ///< instead of a file, for who has it already
};

/// The file with the vault's password that these options lead to: the given one, else the one that
/// pgmahout init has left beside the inventory, where ANSIBLE_VAULT_PASSWORD_FILE names none.
/// Nothing: what Ansible's own settings say.
[[nodiscard]] std::optional<std::filesystem::path> vault_password_file(const LoadOptions& options);

/// A cluster and what is worth a word but no refusal.
struct Loaded {
  model::Cluster cluster;
  std::vector<std::string> warnings;  ///< one line each, with the place in front where there is one
};

/// Reads an Ansible inventory: the hosts of its group postgres become the nodes, by id, every
/// default filled in and every rule checked. All errors are returned, not just the first; their
/// kind is invalid.
[[nodiscard]] std::expected<model::Cluster, model::Errors> load_cluster(const LoadOptions& options);

/// The same with the warnings.
[[nodiscard]] std::expected<Loaded, model::Errors> load(const LoadOptions& options);

}  // namespace pgmahout::inventory
