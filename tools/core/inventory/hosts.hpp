#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "inventory/diagnostics.hpp"
#include "inventory/vault.hpp"

namespace pgmahout::inventory {

/// A host with its merged variables, references and vault values as they are written.
struct HostVariables {
  std::string name;
  settings::Place place;
  settings::Variables variables;
};

/// Which hosts are asked for.
struct HostsQuery {
  std::filesystem::path inventory;
  std::string group = "all";
  std::size_t most = 10'000;  ///< more than these are an error, before any variable is read
};

/// The hosts of that group in the inventory's order. What is wrong is added to `diagnostics`.
[[nodiscard]] std::vector<HostVariables> read_hosts(const HostsQuery& query, const Vault& vault,
                                                    Diagnostics& diagnostics);

}  // namespace pgmahout::inventory
