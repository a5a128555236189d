#pragma once

#include <string>
#include <vector>

#include "inventory/diagnostics.hpp"
#include "inventory/load.hpp"
#include "inventory/vault.hpp"

namespace pgmahout::inventory {

/// A host with its merged variables, references and vault values as they are written.
struct HostVariables {
  std::string name;
  settings::Place place;
  settings::Variables variables;
};

/// The hosts of that group ("all": every host) in the inventory's order.
[[nodiscard]] std::vector<HostVariables> read_hosts(const std::filesystem::path& inventory,
                                                    const std::string& group, const Vault& vault,
                                                    Diagnostics& diagnostics);

}  // namespace pgmahout::inventory
