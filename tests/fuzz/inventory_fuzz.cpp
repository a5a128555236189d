// Feeds arbitrary bytes to the whole way from a hosts file to a checked cluster, files aside.
#include <cstddef>
#include <cstdint>
#include <string>

#include "inventory/bind.hpp"
#include "inventory/document.hpp"
#include "inventory/hosts_file.hpp"
#include "inventory/rules.hpp"
#include "inventory/to_json.hpp"
#include "inventory/variables.hpp"
#include "model/error.hpp"

namespace {

using namespace pgmahout;

constexpr std::size_t kMostHosts = 100;

std::vector<inventory::HostVariables> hosts_of(const inventory::Groups& groups,
                                               const inventory::Vault& vault,
                                               inventory::Diagnostics& diagnostics) {
  std::vector<inventory::HostVariables> hosts;
  const std::size_t group = groups.find_group("postgres");
  if (group == inventory::Groups::npos || groups.hosts_of(group).size() > kMostHosts) return hosts;
  inventory::VariableReader reader("/nonexistent/hosts.yml", vault);
  for (const std::size_t host : groups.hosts_of(group)) {
    const auto& entry = groups.hosts().at(host);
    hosts.push_back({entry.name, entry.place, reader.variables_of(groups, host, diagnostics)});
  }
  return hosts;
}

void check(const settings::Value& file) {
  inventory::Diagnostics diagnostics;
  inventory::Groups groups;
  const inventory::Vault vault("/nonexistent/password");
  inventory::add_hosts_file(file, groups, diagnostics);
  if (groups.complete()) return;
  const auto hosts = hosts_of(groups, vault, diagnostics);
  for (const auto& host : hosts)
    for (const auto& [name, variable] : host.variables) (void)inventory::to_json(*variable.value);
  if (hosts.empty()) return;
  const auto bound = inventory::bind(hosts, vault, diagnostics);
  inventory::check_rules(bound, diagnostics);
  for (const auto& error : diagnostics.errors) (void)to_string(error);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<std::string> warnings;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto value = inventory::read_document({text, "hosts.yml"}, warnings);
  if (value) check(**value);
  return 0;
}
