#pragma once

#include <cstdint>
#include <span>

#include "settings/settings.hpp"

namespace pgmahout::settings {

inline constexpr std::int64_t kMaximumPort = 65535;

/// The parts of the one table, by topic, in the order in which they are applied.
[[nodiscard]] std::span<const Setting> cluster_rows();
[[nodiscard]] std::span<const Setting> failover_rows();
[[nodiscard]] std::span<const Setting> postgresql_server_rows();
[[nodiscard]] std::span<const Setting> postgresql_limit_rows();
[[nodiscard]] std::span<const Setting> postgresql_content_rows();
[[nodiscard]] std::span<const Setting> pgpool_server_rows();
[[nodiscard]] std::span<const Setting> pgpool_pool_rows();
[[nodiscard]] std::span<const Setting> ansible_rows();
[[nodiscard]] std::span<const Setting> node_rows();
[[nodiscard]] std::span<const Setting> playbook_rows();

}  // namespace pgmahout::settings
