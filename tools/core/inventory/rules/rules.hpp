#pragma once

#include <span>

#include "inventory/rules.hpp"

namespace pgmahout::inventory::rules {

/// The chapters of the rule book.
[[nodiscard]] std::span<const Rule> node_rules();
[[nodiscard]] std::span<const Rule> network_rules();
[[nodiscard]] std::span<const Rule> version_rules();
[[nodiscard]] std::span<const Rule> capacity_rules();
[[nodiscard]] std::span<const Rule> replication_rules();
[[nodiscard]] std::span<const Rule> timer_rules();
[[nodiscard]] std::span<const Rule> path_rules();
[[nodiscard]] std::span<const Rule> name_rules();
[[nodiscard]] std::span<const Rule> secret_rules();
[[nodiscard]] std::span<const Rule> hba_rules();
[[nodiscard]] std::span<const Rule> parameter_rules();

}  // namespace pgmahout::inventory::rules
