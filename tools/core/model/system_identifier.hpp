#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/error.hpp"

namespace pgmahout::model {

/// What initdb drew: the same on every node of one cluster, different in any other cluster.
struct SystemIdentifier {
  std::uint64_t value = 0;

  bool operator==(const SystemIdentifier&) const = default;
};

/// Reads the decimal number of pg_controldata or pg_control_system().
[[nodiscard]] Result<SystemIdentifier> parse_system_identifier(std::string_view text);

/// The decimal number, as PostgreSQL writes it.
[[nodiscard]] std::string to_string(SystemIdentifier identifier);

}  // namespace pgmahout::model
