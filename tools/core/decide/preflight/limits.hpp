#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "model/version.hpp"

namespace pgmahout::decide {

/// A system that the roles know, by Ansible's name and by ID of /etc/os-release.
struct SupportedSystem {
  std::string_view distribution;  ///< "Debian"
  std::string_view os_id;         ///< "debian"
  std::string_view versions;      ///< majors with blanks between: "11 12 13"
};

/// A collection that the roles use: from that version on, below that major one.
struct NeededCollection {
  std::string_view name;
  model::Version at_least;
  int below = 0;
};

/// What the roles ask for as well (roles/preflight, roles/cluster_facts, requirements.yml); a unit
/// test reads their files and holds both together.
struct PreflightLimits {
  std::int64_t memory_mb = 900;            ///< preflight_minimum_memory_mb
  std::int64_t free_mb = 1024;             ///< preflight_minimum_free_mb
  std::int64_t clocks_apart_ms = 10'000;   ///< preflight_maximum_time_difference
  model::Version ansible_at_least{2, 14};  ///< cluster_facts_ansible_minimum
  model::Version ansible_below{2, 22};     ///< cluster_facts_ansible_below
};

/// Every supported system.
[[nodiscard]] std::span<const SupportedSystem> supported_systems();

/// Every architecture, as uname(1) names it.
[[nodiscard]] std::span<const std::string_view> supported_architectures();

/// Every needed collection.
[[nodiscard]] std::span<const NeededCollection> needed_collections();

/// The first number of "12", "22.04" or "9.3".
[[nodiscard]] std::string major_of(const std::string& version);

/// The package's versions begin so: "15" of PostgreSQL, "4.3" of Pgpool-II; an epoch does not
/// count.
[[nodiscard]] bool is_of_branch(const std::string& version, const std::string& branch);

}  // namespace pgmahout::decide
