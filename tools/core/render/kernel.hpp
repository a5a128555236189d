#pragma once

#include "model/cluster.hpp"

namespace pgmahout::render {

/// What the kernel of every node is told by the rendered file of sysctl.d, by sysctl's names: how
/// often it sends again to a silent host, and who may call hosts by ICMP.
[[nodiscard]] model::Parameters kernel_parameters(const model::Cluster& cluster);

}  // namespace pgmahout::render
