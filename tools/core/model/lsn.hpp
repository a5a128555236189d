#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "model/error.hpp"

namespace pgmahout::model {

/// A position in the write-ahead log, in bytes from its beginning. Positions compare only within
/// one lineage: see WalPosition.
struct Lsn {
  std::uint64_t bytes = 0;

  auto operator<=>(const Lsn&) const = default;
};

/// Reads PostgreSQL's "16/B374D848"; anything else is an error of kind invalid.
[[nodiscard]] Result<Lsn> parse_lsn(std::string_view text);

/// "16/B374D848", as PostgreSQL writes it.
[[nodiscard]] std::string to_string(Lsn lsn);

}  // namespace pgmahout::model
