#pragma once

#include <functional>
#include <string>
#include <vector>

#include "../diagnosed.hpp"

/// One thing that is broken, and what is to be found then and nothing else: the diagnosis of that
/// node, and what it explains.
struct Broken {
  std::string id;
  std::string node;
  std::function<void(Diagnosed&)> act;
  std::vector<std::string> follows;
};

/// Machines, servers and who is primary.
[[nodiscard]] std::vector<Broken> broken_servers();
/// Replication, Pgpool-II and the rest.
[[nodiscard]] std::vector<Broken> broken_replication();
[[nodiscard]] std::vector<Broken> broken_services();
