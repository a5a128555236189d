#pragma once

#include <compare>
#include <string>

#include "model/error.hpp"

namespace pgmahout::model {

/// A version "major.minor[.patch]" as Pgpool-II counts: 4.3 is a branch, 4.3.5 a release of it.
/// PostgreSQL counts majors by one number; there minor and patch stay 0.
struct Version {
  int major_number = 0;
  int minor_number = 0;
  int patch = 0;

  auto operator<=>(const Version&) const = default;
};

/// Reads "15", "4.3" or "4.3.5"; anything else is an error of kind invalid.
[[nodiscard]] Result<Version> parse_version(const std::string& text);

/// "4.3", or "4.3.5" when there is a patch number; "15" when there is only a major one.
[[nodiscard]] std::string to_string(const Version& version);

}  // namespace pgmahout::model
