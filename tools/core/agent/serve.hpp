#pragma once

#include <spdlog/logger.h>

#include "act/here.hpp"

namespace pgmahout::agent {

/// Reads one request (at most 1 MiB, up to the end of standard input), does it, and answers JSON
/// lines on standard output: {"progress":...} any number of times, then one {"result":...} or
/// {"error":...}. When nobody reads the answer any more, the operation is stopped and cleans up.
/// Returns the process's exit code.
[[nodiscard]] int serve(const act::HereOptions& options, spdlog::logger& log);

}  // namespace pgmahout::agent
