#pragma once

#include <filesystem>

#include "inventory/diagnostics.hpp"
#include "inventory/groups.hpp"
#include "inventory/vault.hpp"

namespace pgmahout::inventory {

/// Computes the variables of hosts with Ansible's precedence, later ones winning: the inventory's
/// variables of all, of the host's groups; group_vars/all, group_vars of its groups; the
/// inventory's variables of the host, host_vars of it. A mapping replaces a mapping as a whole.
class VariableReader {
 public:
  /// `inventory` is the file or directory that was read; group_vars and host_vars lie beside it.
  VariableReader(const std::filesystem::path& inventory, const Vault& vault);

  /// The merged variables of one host. Errors and warnings of each file come once.
  [[nodiscard]] settings::Variables variables_of(const Groups& groups, std::size_t host,
                                                 Diagnostics& diagnostics);

 private:
  void add_files(const std::string& folder, const std::string& name, settings::Variables& variables,
                 Diagnostics& diagnostics);
  [[nodiscard]] const settings::Variables& read(const std::string& folder, const std::string& name,
                                                Diagnostics& diagnostics);

  std::filesystem::path base_;
  const Vault* vault_;
  std::map<std::filesystem::path, settings::Variables> known_;
};

}  // namespace pgmahout::inventory
