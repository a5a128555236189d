#pragma once

#include <string>

#include "model/command_line.hpp"

namespace pgmahout::report {

// Scripts that complete what is typed. Names of nodes come from `PROGRAM completion nodes`, with
// the inventory that stands on the line.

/// For bash 4.4 or newer.
[[nodiscard]] std::string bash_completion(const model::CommandLine& line);

/// For zsh, as an autoloaded function.
[[nodiscard]] std::string zsh_completion(const model::CommandLine& line);

/// For fish.
[[nodiscard]] std::string fish_completion(const model::CommandLine& line);

}  // namespace pgmahout::report
