#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "inventory/diagnostics.hpp"
#include "inventory/hosts.hpp"
#include "model/cluster.hpp"
#include "settings/settings.hpp"

namespace pgmahout::inventory {

/// A cluster as the settings table made it, with where each setting came from.
struct Bound {
  model::Cluster cluster;
  settings::Policy policy;
  /// Where a setting was said: (key, node name), the name empty for settings of the cluster.
  std::map<std::pair<std::string, std::string>, settings::Place> places;
  /// Where each host is first named, by name.
  std::map<std::string, settings::Place> hosts;
  std::set<std::string> broken;  ///< keys whose value could not be used
};

/// Applies the settings table to the hosts' variables: unknown keys, wrong values, missing ones and
/// nodes that disagree become errors.
[[nodiscard]] Bound bind(const std::vector<HostVariables>& hosts, const Vault& vault,
                         Diagnostics& diagnostics);

}  // namespace pgmahout::inventory
