#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "model/error.hpp"

namespace pgmahout::model {

/// The exit codes of every executable of ours. "Refused, nothing done", "failed before the point
/// of no return" and "incomplete after it" are three things, because what to do next differs.
enum class ExitCode : std::uint8_t {
  ok = 0,
  not_as_it_should_be = 1,
  usage = 2,
  invalid_input = 3,
  refused = 4,
  failed = 5,
  incomplete = 6,
  no_answer = 7,
  interrupted = 8,
  internal = 70,
};

/// One row of the table that documents the codes.
struct ExitCodeRow {
  ExitCode code;
  std::string_view name;
  std::string_view meaning;
};

/// Every code once, in ascending order.
[[nodiscard]] std::span<const ExitCodeRow> exit_code_table();

/// The code that a failure of this kind ends with.
[[nodiscard]] ExitCode exit_code(ErrorKind kind);

/// The number for main() to return.
[[nodiscard]] constexpr int to_int(ExitCode code) { return static_cast<int>(code); }

}  // namespace pgmahout::model
