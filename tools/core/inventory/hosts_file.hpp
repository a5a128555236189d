#pragma once

#include "inventory/diagnostics.hpp"
#include "inventory/groups.hpp"

namespace pgmahout::inventory {

/// Puts the groups, hosts and variables that one inventory file defines into `groups`.
void add_hosts_file(const settings::Value& file, Groups& groups, Diagnostics& diagnostics);

}  // namespace pgmahout::inventory
