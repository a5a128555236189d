#include "inventory/hosts.hpp"

#include "inventory/source.hpp"
#include "inventory/variables.hpp"

namespace pgmahout::inventory {

std::vector<HostVariables> read_hosts(const std::filesystem::path& inventory,
                                      const std::string& group, const Vault& vault,
                                      Diagnostics& diagnostics) {
  Groups groups;
  read_inventory(inventory, vault, groups, diagnostics);
  const std::size_t index = groups.find_group(group);
  if (index == Groups::npos) return {};
  VariableReader reader(inventory, vault);
  std::vector<HostVariables> hosts;
  for (const std::size_t host : groups.hosts_of(index)) {
    const auto& entry = groups.hosts().at(host);
    hosts.push_back({entry.name, entry.place, reader.variables_of(groups, host, diagnostics)});
  }
  return hosts;
}

}  // namespace pgmahout::inventory
