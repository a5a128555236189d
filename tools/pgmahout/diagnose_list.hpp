#pragma once

#include <string>

namespace pgmahout::cli {

/// The rule book as the table of docs/diagnose.md.
[[nodiscard]] std::string diagnoses_markdown();

}  // namespace pgmahout::cli
