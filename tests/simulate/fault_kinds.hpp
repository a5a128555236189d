#pragma once

#include <span>

#include "faults.hpp"

namespace pgmahout::simulate {

/// One kind of fault: what it does to a host, and what ends it.
struct FaultKind {
  const char* name;
  Time longest;
  void (*begin)(World& world, int host, const Fault& fault);
  void (*end)(World& world, int host, const Fault& fault);
};

/// Every kind; the only place to enter a new one is fault_kinds.cpp.
[[nodiscard]] std::span<const FaultKind> fault_kinds();

}  // namespace pgmahout::simulate
