#include "act/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>

#include <algorithm>

#include "model/exit_code.hpp"

namespace pgmahout::act {

std::shared_ptr<spdlog::logger> make_log(const std::string& tool) {
  auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  auto log = std::make_shared<spdlog::logger>("pgmahout-" + tool, std::move(sink));
  // The process id tells runs of one tool apart in the journal of Pgpool-II.
  log->set_pattern("%Y-%m-%d %H:%M:%S.%e %n[%P] %l: %v");
  log->flush_on(spdlog::level::info);
  return log;
}

int report(spdlog::logger& log, const model::Error& error) {
  std::string line = to_string(error);
  std::ranges::replace(line, '\n', ' ');
  log.error("{}", line);
  return to_int(model::exit_code(error.kind));
}

}  // namespace pgmahout::act
