#pragma once

#include <spdlog/logger.h>

#include <memory>
#include <string>

#include "model/error.hpp"

namespace pgmahout::act {

/// A logger that writes to standard error, which is the journal for whatever runs on a node: one
/// line an event, level and tool in front. Standard output is never touched.
[[nodiscard]] std::shared_ptr<spdlog::logger> make_log(const std::string& tool);

/// Logs the error, and returns the exit code that goes with it.
int report(spdlog::logger& log, const model::Error& error);

}  // namespace pgmahout::act
