#include "inventory/hosts.hpp"

#include <fmt/format.h>

#include "inventory/source.hpp"
#include "inventory/variables.hpp"

namespace pgmahout::inventory {

std::vector<HostVariables> read_hosts(const HostsQuery& query, const Vault& vault,
                                      Diagnostics& diagnostics) {
  Groups groups;
  read_inventory(query.inventory, vault, groups, diagnostics);
  const std::size_t index = groups.find_group(query.group);
  if (index == Groups::npos) return {};
  const auto members = groups.hosts_of(index);
  if (members.size() > query.most) {
    diagnostics.refuse(groups.hosts().at(members.back()).place,
                       fmt::format("there are {} hosts in the group {}, more than {}",
                                   members.size(), query.group, query.most));
    return {};
  }
  VariableReader reader(query.inventory, vault);
  std::vector<HostVariables> hosts;
  for (const std::size_t host : members) {
    const auto& entry = groups.hosts().at(host);
    hosts.push_back({entry.name, entry.place, reader.variables_of(groups, host, diagnostics)});
  }
  return hosts;
}

}  // namespace pgmahout::inventory
