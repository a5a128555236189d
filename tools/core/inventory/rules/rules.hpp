#pragma once

#include <span>

#include "inventory/rules.hpp"

namespace pgmahout::inventory::rules {

/// The chapters of the rule book.
[[nodiscard]] std::span<const Rule> node_rules();
[[nodiscard]] std::span<const Rule> network_rules();

}  // namespace pgmahout::inventory::rules
